import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {packageRoot} from '../../src/lib/package-root.js';
import {testPython} from './test-python.js';

/** Which of the tests show what, by their files; what is in no group is a behaviour of the tool. */
const GROUPS: readonly (readonly [string, RegExp])[] = [
  [
    'Real clients of AWS against the sandbox (AWS CLI, boto3, Terraform)',
    /(aws-cli|other-clients|terraform)\.test\.ts$/,
  ],
  ['Inputs that nobody expects', /^test\/hostile\//],
  ['The engine, its state machine on ministack', /-on-ministack\.test\.ts$/],
  ['Processes that are signalled, killed and followed by others', /^test\/process\//],
  ['The sandbox: behaviours of AWS', /^test\/sandbox\//],
  ['The tool: behaviours', /./],
];

interface Group {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface AllTests {
  readonly groups: readonly Group[];
  /** What sweeps have printed: `80 × answer lost`, summed by what comes after the number. */
  readonly injected: readonly (readonly [string, number])[];
  /** Names of tests that failed. */
  readonly failed: readonly string[];
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {readonly status: string; readonly fullName: string}[];
  }[];
}

/** Runs every test, with its sweeps whole or as `npm test` has them. */
export async function allTests({isBounded}: {readonly isBounded: boolean}): Promise<AllTests> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lambda-release-trust-'));
  const file = path.join(folder, 'report.json');
  const python = await testPython(folder);
  const argv = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = spawn(process.execPath, [path.join(packageRoot, 'node_modules/vitest/vitest.mjs'), ...argv], {
    cwd: packageRoot,
    env: {
      ...process.env,
      ...(!isBounded && {LAMBDA_RELEASE_TEST: 'whole'}),
      ...(python && {LAMBDA_RELEASE_TEST_PYTHON: python}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = await text(vitest.stdout);
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  await rm(folder, {recursive: true});
  const tests = report.testResults.flatMap(({name, assertionResults}) => {
    const where = path.relative(packageRoot, name);
    const group = GROUPS.find(([, files]) => files.test(where))?.[0] ?? '';
    return assertionResults.map(({status, fullName}) => ({group, status, name: `${where}: ${fullName}`}));
  });
  const groups = GROUPS.map(([name]): Group => {
    const count = (...states: readonly string[]) =>
      tests.filter(({group, status}) => group === name && states.includes(status)).length;
    return {name, passed: count('passed'), failed: count('failed'), skipped: count('skipped', 'pending', 'todo')};
  });
  const failed = tests.filter(({status}) => status === 'failed').map(({name}) => name);
  return {groups, injected: injectedIn(said), failed};
}

/** Lines such as `a bad version: 21 × answer lost; exit codes {"5":21}`. */
function injectedIn(said: string): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const [, count, what] of said.matchAll(/(?:^|: )(\d+) × ([A-Za-z][^;:{(\n]*)/gm)) {
    const name = (what ?? '').trim();
    counts.set(name, (counts.get(name) ?? 0) + Number(count));
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}
