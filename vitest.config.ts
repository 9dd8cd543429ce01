import {configDefaults, defineConfig} from 'vitest/config';

// Tests of what happens as a process begins: what is loaded, and with which environment.
const APART = ['cli', 'contract', 'process'].map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * Of shells, of the browser, of the tarball and of other clients, sweeps through every fault or every command, and the longest
 * stories of trains and of statistics: the same under every Node, so that ".ci/run" tries them under the first alone.
 */
const ONCE = [
  'test/contract/{installed,packed-tarball}.test.ts',
  'test/process/{completion,init-pasted,job-control}.test.ts',
  'test/report/page/in-chromium.test.ts',
  'test/sandbox/**/{aws-cli,other-clients,terraform}.test.ts',
  'test/execute/**/faults.test.ts',
  'test/contract/secrets.test.ts',
  'test/proxy/trust.test.ts',
  'test/commands/environment/nothing-crosses.test.ts',
  'test/commands/{train,train-*,five-ends,on-call}.test.ts',
  'test/analysis/worlds.test.ts',
];
const isAnotherNode = process.env.LAMBDA_RELEASE_TEST_ANOTHER_NODE !== undefined;
const exclude = [...configDefaults.exclude, ...(isAnotherNode ? ONCE : [])];

/** Every case of every sweep, in "npm run trust". */
const isWhole = process.env.LAMBDA_RELEASE_TEST === 'whole';

export default defineConfig({
  test: {
    // Spawned processes and the sandbox share two cores in CI: generous limits, no test asserts on time.
    testTimeout: isWhole ? 3_600_000 : 180_000,
    hookTimeout: 300_000,
    pool: 'threads',
    // Many tests wait for processes and sandboxes rather than compute: three of them keep two cores busy.
    maxWorkers: 3,
    disableConsoleIntercept: true,
    // What is compiled once is there for the next run, under whichever Node: a third of the time.
    experimental: {fsModuleCache: true},
    // What a command says must not depend on who runs the tests.
    env: {GITHUB_ACTIONS: '', GITLAB_CI: ''},
    projects: [
      {extends: true, test: {name: 'apart', include: APART, exclude}},
      // Modules are loaded once a thread, not once a file.
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...APART, ...exclude],
          isolate: false,
          setupFiles: ['test/fakes/fixed-seed.ts'],
        },
      },
    ],
  },
});
