import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Spawned processes and the sandbox share two cores in CI: generous limits, no test asserts on time.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    pool: 'threads',
    // Many tests wait for processes and sandboxes rather than compute: three of them keep two cores busy.
    maxWorkers: 3,
    // Modules are loaded once a thread, not once a file: a quarter of the time. No test replaces a module or leaves a changed one behind.
    isolate: false,
    // No test writes into the cache of whoever runs it.
    env: {LAMBDA_RELEASE_CACHE: 'off'},
    disableConsoleIntercept: true,
  },
});
