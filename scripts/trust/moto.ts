import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {motoExplained} from './moto-explained.js';
import {openMotoFront} from './moto-front.js';

/** The explanations belong to this release's tests. */
const MOTO = 'moto==5.2.5';
/** CloudFormation and moto's own policy class are no part of what the sandbox emulates. */
const FILES = /^test_lambda.*\.py$/;
const LONGEST_MS = 20 * 60_000;
const run = promisify(execFile);

export interface MotoTests {
  /** Those that did not skip themselves. */
  readonly ran: number;
  readonly passed: number;
  readonly explained: number;
  /** Failures nobody has explained, and explanations of what passes. */
  readonly failed: string[];
}

/** moto's own tests of Lambda, fetched from PyPI and run in its server mode against the sandbox; skipped without Python or PyPI. */
export async function motoTests(): Promise<MotoTests | `skipped: ${string}`> {
  const folder = await mkdtemp(path.join(tmpdir(), 'moto-tests-'));
  try {
    const skipped = await fetchInto(folder);
    return skipped ?? compare(await runTests(folder));
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function fetchInto(folder: string): Promise<`skipped: ${string}` | undefined> {
  const pip = [path.join(folder, 'venv', 'bin', 'python'), '-m', 'pip', '--quiet', '--disable-pip-version-check'];
  const steps = [
    ['python3', '-m', 'venv', path.join(folder, 'venv')],
    [...pip, 'install', `moto[server]==${MOTO.split('==')[1]}`, 'pytest', 'boto3', 'freezegun'],
    [...pip, 'download', '--no-deps', '--no-binary', ':all:', '--dest', folder, MOTO],
  ];
  for (const [command = '', ...args] of steps) {
    try {
      await run(command, args, {cwd: folder});
    } catch (error) {
      return `skipped: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`;
    }
  }
  const sdist = (await readdir(folder)).find((name) => name.endsWith('.tar.gz'));
  if (sdist === undefined) return 'skipped: PyPI has no source distribution of moto';
  await run('tar', ['xzf', sdist, '--strip-components=1', '--one-top-level=moto'], {cwd: folder});
  return undefined;
}

async function runTests(folder: string): Promise<string> {
  const python = path.join(folder, 'venv', 'bin', 'python');
  const port = await freePort();
  const moto = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'pipe',
    cwd: folder,
  });
  try {
    // Flask says so on stderr once it listens.
    await once(moto.stderr, 'data');
    await using front = await openMotoFront(port);
    const source = path.join(folder, 'moto');
    const tests = path.join('tests', 'test_awslambda');
    const files = (await readdir(path.join(source, tests))).filter((name) => FILES.test(name));
    const args = ['-q', '-rfEp', '--tb=no', '--color=no', '-p', 'no:cacheprovider', '-W', 'ignore'];
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      COLUMNS: '1000',
      TEST_SERVER_MODE: 'true',
      TEST_SERVER_MODE_ENDPOINT: front.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
    };
    const pytest = [...args, ...files.map((name) => path.join(tests, name))];
    return await outputOf(
      run(python, ['-m', 'pytest', ...pytest], {cwd: source, env, timeout: LONGEST_MS, maxBuffer: 2 ** 26}),
    );
  } finally {
    moto.kill();
  }
}

// pytest exits 1 when a test fails; any other way to fail has no summary to compare.
async function outputOf(running: Promise<{readonly stdout: string}>): Promise<string> {
  try {
    return (await running).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1 && 'stdout' in error) return String(error.stdout);
    throw error;
  }
}

function compare(output: string): MotoTests {
  const outcomes = [...output.matchAll(/^(PASSED|FAILED|ERROR) \S+?\/(test_\w+\.py::\S+)/gm)];
  const passed = outcomes.filter(([, outcome]) => outcome === 'PASSED').map(([, , test = '']) => test);
  const others = outcomes.filter(([, outcome]) => outcome !== 'PASSED').map(([, , test = '']) => test);
  return {
    ran: outcomes.length,
    passed: passed.length,
    explained: others.filter((test) => explanationOf(test) !== undefined).length,
    failed: [
      ...others.filter((test) => explanationOf(test) === undefined),
      ...passed.filter((test) => explanationOf(test) !== undefined).map((test) => `${test} passes, and is explained`),
    ],
  };
}

// Parameters of a test, in brackets, share its explanation.
function explanationOf(test: string): string | undefined {
  return motoExplained[test.replace(/\[.*$/, '')];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}
