import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, onTestFinished, test, vi} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {type CommandClass, type CommandOutcome, runCommand} from '../cli/run-command.js';
import {tempFolder} from '../package/temp-folder.js';
import {ECHO, PLANTED, plantRelease, SURROUNDINGS} from './planted-secrets.js';

// Before oclif is loaded, as the process begins.
await vi.hoisted(async () => {
  process.env.DEBUG = '*';
  const {keepDebugToOurselves} = await import('../../src/lib/cli/debug.js');
  keepDebugToOurselves(process.env);
});

/** Words of a command line that are files of the test. */
const FILE = /^(project|\w+\.(json|zip))$/;
const CREATE = ['--create', '--role', 'arn:aws:iam::000000000000:role/any', '--runtime', 'nodejs22.x'];
const BY_FLAG = ['--env', `BY_FLAG=${PLANTED['environment value of a flag']}`];

/** A command line, and its exit codes as text and as JSON; `undefined` where the run is cut off by a signal. */
type Run = readonly [command: string, argv: readonly string[], exits: readonly [number, number] | undefined];

/** Every command of the tool, in the order of a function's life. A new command must find its place here. */
const RUNS: readonly Run[] = [
  ['init', ['checkout', '--source', 'dist', '--yes'], [0, 0]],
  ['package', ['checkout', '--out', 'checkout.zip'], [0, 0]],
  ['publish', ['checkout', ...BY_FLAG, ...CREATE], [0, 0]],
  ['deploy', ['checkout:live', ...CREATE, ...BY_FLAG, '--yes'], [0, 0]],
  ['plan', [], [0, 0]],
  ['invoke', ['checkout:live', '--event', 'ok.json'], [0, 0]],
  ['invoke', ['checkout:live', '--event', 'fail.json'], [8, 8]],
  ['logs', ['checkout:1'], [0, 0]],
  ['status', [], [0, 0]],
  ['history', ['checkout:live'], [0, 0]],
  ['versions:list', ['checkout'], [0, 0]],
  ['versions:diff', ['checkout', '1', '2'], [0, 0]],
  ['versions:prune', ['checkout', '--dry-run'], [0, 0]],
  ['layers:publish', ['project', '--name', 'dependencies'], [0, 0]],
  ['layers:list', ['dependencies'], [0, 0]],
  ['layers:prune', ['dependencies', '--dry-run'], [0, 0]],
  ['doctor', [], [0, 0]],
  ['concurrency:reserve', ['checkout', '5'], [0, 0]],
  ['concurrency:show', ['checkout'], [0, 0]],
  ['concurrency:clear', ['checkout'], [0, 0]],
  ['concurrency:provision', ['checkout:live', '1'], [0, 0]],
  ['concurrency:unprovision', ['checkout:live'], [0, 0]],
  ['shift', ['checkout:live', '1', '--yes'], [0, 0]],
  ['shift', ['checkout:live', '2@10', '--yes'], [0, 0]],
  ['shift', ['checkout:live', '1', '--yes'], [0, 0]],
  ['rollout:start', ['checkout:live', '2', '--steps', '5%:5m', '--detach', '--yes'], [0, 3]],
  ['rollout:status', ['checkout:live'], [0, 0]],
  ['rollout:hold', ['checkout:live'], [0, 0]],
  ['rollout:resume', ['checkout:live', '--yes'], [7, 7]],
  ['rollout:watch', ['checkout:live'], [7, 7]],
  ['rollout:promote', ['checkout:live', '--full', '--yes'], [0, 3]],
  ['rollout:abort', ['checkout:live'], [0, 0]],
  ['rollback', ['checkout:live', '--to', '1', '--yes'], [0, 0]],
  ['sandbox:traffic', ['checkout:live', '--requests', '3', '--rps', '100'], [0, 0]],
  ['analyze', ['checkout:live', '--stable', '1', '--candidate', '2', '--last', '1d'], [0, 0]],
  ['sandbox:start', ['--port', '0'], undefined],
  ['demo', [], undefined],
];

test('every command is among the runs', () => {
  const named = new Set(RUNS.map(([command]) => command));
  expect([...named].sort()).toEqual(commandIds());
});

test('no command prints a planted secret, as text, as JSON, in its journal or with DEBUG=*', async () => {
  const sandbox = await startSandbox({speed: 600, updateDelayMs: 0, requestsPerSecond: 0, metricsDelayMs: 0});
  onTestFinished(() => sandbox.close());
  const folder = tempFolder();
  stubEnvironment({...sandboxEnvironment(sandbox), ...SURROUNDINGS});
  // demo points this process at a sandbox of its own.
  const surroundings = {...process.env};
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const journal = path.join(folder, 'journal.ndjson');
  const exits: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  const said: [string, string][] = [];
  for (const [index, [id, argv, codes]] of RUNS.entries()) {
    const command = await load(id);
    const withJournal = 'journal' in (command.flags ?? {}) ? ['--journal', journal] : [];
    for (const [mode, flag] of [
      ['text', []],
      ['json', ['--json']],
    ] as const) {
      if (id === 'package' || id === 'publish' || id === 'deploy') plantRelease(folder, id === 'deploy' ? 2 : 1);
      const line = `${index} ${id} ${argv.join(' ')} (${mode})`;
      const given = argv.map((word) => (FILE.test(word) ? path.join(folder, word) : word));
      const {exitCode, ...output} = await runOrInterrupt(
        command,
        [...given, ...withJournal, ...flag],
        codes === undefined,
      );
      said.push([line, output.stdout + output.stderr]);
      if (codes !== undefined) exits[line] = exitCode;
      if (codes !== undefined) expected[line] = codes[mode === 'text' ? 0 : 1];
    }
  }
  Object.assign(process.env, surroundings);
  for (const sdkCall of ['UpdateFunctionConfiguration', 'GetFunction']) {
    sandbox.addFault({
      kind: 'error',
      operation: sdkCall,
      status: 400,
      code: 'InvalidParameterValueException',
      message: ECHO,
    });
    const {exitCode, ...output} = await runCommand(await load('publish'), ['checkout', '--memory', '512']);
    said.push([`publish when ${sdkCall} echoes the environment`, output.stdout + output.stderr]);
    expect(exitCode, output.stderr).toBe(4);
    expect(output.stderr).toContain('[environment removed]');
    sandbox.clearFaults();
  }
  const {stdout, stderr} = await promisify(execFile)(
    process.execPath,
    [path.join(packageRoot, 'bin/dev.js'), 'publish', 'checkout', ...BY_FLAG, '--dry-run'],
    {cwd: folder, env: {...surroundings, DEBUG: '*'}},
  );
  expect(stdout + stderr).toContain('checkout');
  said.push(['publish in a process of its own, DEBUG=*', stdout + stderr]);
  said.push(['the journal', readFileSync(journal, 'utf8')]);

  expect(exits).toEqual(expected);
  expect(leaksIn(said)).toEqual([]);
  // What is looked for is really looked for: the same search finds them where they are.
  const anywhere = leaksIn([
    ['release.yml', readFileSync(path.join(folder, 'release.yml'), 'utf8')],
    ['code', readFileSync(path.join(folder, 'dist/index.mjs'), 'utf8')],
  ]);
  expect(anywhere.length).toBeGreaterThan(3);
  expect(said.map(([, text]) => text).join('')).toContain('[removed]');
});

function leaksIn(said: readonly (readonly [string, string])[]): readonly string[] {
  return said.flatMap(([where, text]) =>
    Object.entries(PLANTED).flatMap(([what, value]) => (text.includes(value) ? [`${where}: ${what}`] : [])),
  );
}

/** What oclif makes of the files in its commands folder, as package.json names it. */
function commandIds(): readonly string[] {
  const {oclif} = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  const folder = path.join(packageRoot, oclif.commands.target.replace('dist', 'src'));
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replace(/\.ts$/, '').replaceAll(path.sep, ':'))
    .sort();
}

async function load(id: string): Promise<CommandClass> {
  const file = path.join(packageRoot, 'src/commands', `${id.replaceAll(':', '/')}.ts`);
  const {default: command} = (await import(file)) as {default: CommandClass};
  // oclif sets it when it finds a command by itself.
  command.id = id;
  return command;
}

/** Runs a command to its end, or lets it begin and sends it SIGINT. */
async function runOrInterrupt(
  command: CommandClass,
  argv: readonly string[],
  isEndless: boolean,
): Promise<CommandOutcome> {
  const before = process.listenerCount('SIGINT');
  let hasEnded = false;
  const running = runCommand(command, argv).finally(() => {
    hasEnded = true;
  });
  if (!isEndless) return running;
  while (process.listenerCount('SIGINT') <= before) {
    if (hasEnded) throw new Error(`It ended before it began: ${(await running).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.emit('SIGINT');
  return running;
}
