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
    // No test writes into the cache of whoever runs it.
    env: {LAMBDA_RELEASE_CACHE: 'off'},
    disableConsoleIntercept: true,
  },
});
