import {execFile, execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {type Sandbox, startSandbox} from '../../src/lib/sandbox/start.js';

// Another Node.js than the one that runs the tests, where there is one: CI names it.
const other = process.env.LAMBDA_RELEASE_TEST_OTHER_NODE ?? '';
const version = existsSync(other) ? execFileSync(other, ['--version'], {encoding: 'utf8'}).trim() : 'another Node.js';
const run = promisify(execFile);

describe.skipIf(!existsSync(other))(`the same content on ${process.version} and ${version}`, () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeAll(async () => {
    sandbox = await startSandbox({requestsPerSecond: 0});
    folder = await mkdtemp(path.join(tmpdir(), 'other-node-'));
    await writeFile(path.join(folder, 'index.mjs'), 'export const handler = async () => 1;\n'.repeat(2000));
    await writeFile(
      path.join(folder, 'large.txt'),
      'words that repeat and words that do not 0123456789\n'.repeat(60_000),
    );
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, {recursive: true});
  });

  async function release(node: string, argv: readonly string[]) {
    const env = {PATH: process.env.PATH, HOME: folder, ...sandboxEnvironment(sandbox)};
    const bin = path.join(packageRoot, 'bin', 'run.js');
    const {stdout} = await run(node, [bin, ...argv, '--json'], {cwd: tmpdir(), env});
    return JSON.parse(stdout).result;
  }

  test('has the same digest', async () => {
    const packed = await Promise.all(
      [process.execPath, other].map((node) => release(node, ['package', folder, '--dry-run'])),
    );
    const [one, two] = packed.map(({packages}) => packages[0].contentDigest);
    expect(two).toBe(one);
  });

  test('is published once', async () => {
    const CREATE = ['--create', '--role', 'arn:aws:iam::000000000000:role/any', '--runtime', 'nodejs22.x'];
    const argv = ['publish', 'same-content', '--source', folder, '--handler', 'index.handler', ...CREATE];
    const first = await release(process.execPath, argv);
    const second = await release(other, argv);
    expect(first.functions).toMatchObject([{version: '1', changed: true}]);
    expect(second.functions).toMatchObject([{version: '1', changed: false}]);
    expect(second.functions[0].contentDigest).toBe(first.functions[0].contentDigest);
  });
});
