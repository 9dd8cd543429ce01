import {spawnSync} from 'node:child_process';
import {chmod, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import type {InitReport} from '../../src/lib/report/result/init/init-text.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {isWhole} from '../fakes/whole.js';
import {type Tree, tempFolder, writeTree} from '../package/temp-folder.js';
import {hasTerminals, Terminal} from './terminal.js';

/** What is pasted apart: servers of their own, and tools that fetch from a registry. */
const ELSEWHERE = /sandbox (start|traffic)|^(npm|pip) /;

const NODE: Tree = {
  'package.json':
    '{"name": "shop", "scripts": {"build": "mkdir -p dist && cp src/index.mjs dist && : esbuild --outdir=dist"}}',
  'src/index.mjs': 'export const handler = async () => ({statusCode: 200});\n',
};
const PYTHON: Tree = {
  'app.py': 'def handler(event, context):\n    return 1\n',
  'requirements.txt': '# nothing\n',
  'tests/test_app.py': 'import missing\n',
  '.python-version': spawnSync('python3', [
    '-c',
    'import sys; print("%d.%d" % sys.version_info[:2])',
  ]).stdout.toString(),
};

interface Surroundings {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Where somebody is who has installed the tool: in a folder of theirs, beside a sandbox. */
async function aStranger(tree: Tree): Promise<Surroundings> {
  const sandbox = await startSandbox({speed: 60, updateDelayMs: 0, requestsPerSecond: 0, metricsDelayMs: 0});
  onTestFinished(() => sandbox.close());
  const bin = tempFolder();
  const tool = path.join(bin, 'lambda-release');
  await writeFile(tool, `#!/bin/sh\nexec "${process.execPath}" "${path.join(packageRoot, 'bin/run.js')}" "$@"\n`);
  await chmod(tool, 0o755);
  const folder = path.join(tempFolder(), 'my shop');
  await mkdir(folder);
  writeTree(folder, tree);
  const environment = {...sandboxEnvironment(sandbox), PATH: `${bin}:${process.env.PATH}`};
  return {folder, environment};
}

/** Gives a line to a shell on a terminal, says yes when it is asked, and answers the exit code. */
async function paste(line: string, surroundings: Surroundings): Promise<number> {
  const terminal = Terminal.open(['sh', '-c', line], surroundings);
  onTestFinished(() => terminal.close());
  const isAsked = await terminal.shows('(y/N)').then(
    () => true,
    () => false,
  );
  if (isAsked) terminal.type('y\r');
  return terminal.ended;
}

const CASES: readonly {readonly what: string; readonly tree: Tree; readonly isSkipped: boolean}[] = [
  {what: 'a project of Node.js', tree: NODE, isSkipped: false},
  // Each takes the time of a dozen processes.
  {what: 'an empty folder', tree: {}, isSkipped: !isWhole},
  {what: 'a project of Python', tree: PYTHON, isSkipped: !isWhole},
];

describe.each(CASES)('in $what', ({tree, isSkipped}) => {
  it.skipIf(isSkipped || !hasTerminals)('every command that init prints works as it is', async () => {
    const surroundings = await aStranger(tree);
    const argv = [path.join(packageRoot, 'bin/run.js'), 'init', 'shop', '--json'];
    const {stdout} = spawnSync(process.execPath, argv, {cwd: surroundings.folder, env: surroundings.environment});
    const {next} = (JSON.parse(stdout.toString()) as {result: InitReport}).result;
    const commands = next.flatMap((step) => step.commands);
    const pasted = commands.filter((line) => !ELSEWHERE.test(line) || line === 'npm run build');
    expect(pasted.length).toBeGreaterThanOrEqual(5);
    const exits: [string, number][] = [];
    for (const line of pasted) exits.push([line, await paste(line, surroundings)]);
    expect(exits).toEqual(pasted.map((line) => [line, 0]));
  });
});
