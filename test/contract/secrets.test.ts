import {execFile} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import {Config} from '@oclif/core';
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
const FILE = /^(project|\w+\.(json|zip|html))$/;
const CREATE = ['--create', '--role', 'arn:aws:iam::000000000000:role/any', '--runtime', 'nodejs22.x'];
const BY_FLAG = ['--env', `BY_FLAG=${PLANTED['environment value of a flag']}`];

/** A command line, and its exit codes as text and as JSON; `skip` where it is not run so, `undefined` where a signal cuts the run off. */
type Run = readonly [command: string, argv: readonly string[], exits: readonly [Exit, Exit] | undefined];
type Exit = number | 'skip';

/** Every command of the tool, in the order of a function's life. A new command must find its place here. */
const RUNS: readonly Run[] = [
  ['init', ['checkout', '--source', 'dist', '--yes'], [0, 0]],
  ['package', ['checkout', '--out', 'checkout.zip'], [0, 0]],
  ['adopt', ['--from', 'state.json', '--take-configuration', '--dry-run'], [0, 0]],
  ['publish', ['checkout', ...BY_FLAG, ...CREATE], [0, 0]],
  ['deploy', ['checkout:live', ...CREATE, ...BY_FLAG, '--yes'], [0, 0]],
  ['plan', [], [0, 0]],
  ['invoke', ['checkout:live', '--event', 'ok.json'], [0, 0]],
  ['invoke', ['checkout:live', '--event', 'fail.json'], [8, 8]],
  [
    'tune',
    ['checkout:1', '--memory', '256', '--calls', '5', '--event', 'ok.json', '--html', 'tune.html', '--yes'],
    [0, 0],
  ],
  ['logs', ['checkout:1'], [0, 0]],
  ['status', [], [0, 0]],
  ['config:show', [], [0, 0]],
  ['completion', ['bash'], [0, 0]],
  ['history', ['checkout:live'], [0, 0]],
  ['versions:list', ['checkout'], [0, 0]],
  ['versions:diff', ['checkout', '1', '2'], [0, 0]],
  ['versions:prune', ['checkout', '--dry-run'], [0, 0]],
  ['preview:create', ['checkout', 'change', '--version', '1'], [0, 0]],
  ['preview:list', ['checkout'], [0, 0]],
  ['preview:prune', ['checkout', 'change', '--yes'], [0, 0]],
  ['layers:publish', ['project', '--name', 'dependencies'], [0, 0]],
  ['layers:list', ['dependencies'], [0, 0]],
  ['layers:prune', ['dependencies', '--dry-run'], [0, 0]],
  ['doctor', [], [0, 0]],
  ['doctor', ['--fix', '--yes'], [0, 0]],
  ['concurrency:reserve', ['checkout', '5'], [0, 0]],
  ['concurrency:show', ['checkout'], [0, 0]],
  ['concurrency:clear', ['checkout'], [0, 0]],
  ['concurrency:provision', ['checkout:live', '1'], [0, 0]],
  ['concurrency:unprovision', ['checkout:live'], [0, 0]],
  ['shift', ['checkout:live', '1', '--yes'], [0, 'skip']],
  ['shift', ['checkout:live', '2@10', '--yes'], [0, 'skip']],
  ['shift', ['checkout:live', '1', '--yes'], ['skip', 0]],
  ['shift', ['checkout:live', '2@10', '--yes'], ['skip', 0]],
  // What finds nothing to do looks five times, a second apart: once here, as JSON, and once of a rollback, as text.
  ['shift', ['checkout:live', '1', '--yes'], [0, 0]],
  ['engine:check', ['checkout:scratch', '--lease', 'arn:aws:iam::000000000000:role/lease', '--yes'], [0, 0]],
  // No sandbox has CloudFormation.
  ['engine:install', ['--yes'], [4, 4]],
  ['engine:status', [], [4, 4]],
  ['engine:template', [], [0, 0]],
  ['engine:uninstall', ['--yes'], [4, 4]],
  ['rollout:start', ['checkout:live', '2', '--steps', '5%:5m', '--detach', '--yes'], [0, 3]],
  ['rollout:watch', ['checkout:live', '--wait', '1m'], [7, 7]],
  ['rollout:status', ['checkout:live'], [0, 0]],
  ['rollout:report', ['checkout:live'], [0, 0]],
  ['rollout:hold', ['checkout:live'], [0, 0]],
  ['rollout:resume', ['checkout:live', '--yes'], [7, 7]],
  ['rollout:promote', ['checkout:live', '--full', '--yes'], [0, 3]],
  ['shift', ['checkout:live', '1', '--yes'], [0, 'skip']],
  // An abort of nothing would look five times, a second apart.
  ['rollout:start', ['checkout:live', '2', '--steps', '5%:5m', '--detach', '--yes'], [0, 'skip']],
  ['rollout:abort', ['checkout:live'], [0, 'skip']],
  ['rollout:start', ['checkout:live', '2', '--steps', '5%:5m', '--detach', '--yes'], ['skip', 0]],
  ['rollout:abort', ['checkout:live'], ['skip', 0]],
  ['rollback', ['checkout:live', '--to', '1', '--yes'], [0, 'skip']],
  ['shift', ['checkout:live', '2', '--yes'], ['skip', 0]],
  ['rollback', ['checkout:live', '--to', '1', '--yes'], ['skip', 0]],
  // Nothing of this is in a train.
  ['train:status', ['checkout:live'], [3, 3]],
  ['train:watch', ['checkout:live'], [3, 3]],
  ['train:hold', ['checkout:live'], [3, 3]],
  ['train:promote', ['checkout:live', '--yes'], [3, 3]],
  ['train:resume', ['checkout:live', '--yes'], [3, 3]],
  ['train:abort', ['checkout:live'], [3, 3]],
  ['sandbox:traffic', ['checkout:live', '--requests', '3', '--rps', '100'], [0, 0]],
  ['analyze', ['checkout:live', '--stable', '1', '--candidate', '2', '--last', '1d'], [0, 0]],
  ['sandbox:start', ['--port', '0'], undefined],
  ['demo', [], undefined],
];

test('every command is among the runs', () => {
  const named = new Set(RUNS.map(([command]) => command));
  expect([...named].sort()).toEqual(commandIds());
});

test('no command prints a planted secret, as text, as JSON, in its journal, in its report or with DEBUG=*', async () => {
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
  const [journal, report] = [path.join(folder, 'journal.ndjson'), path.join(folder, 'report.html')];
  const exits: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  const said: [string, string][] = [];
  for (const [index, [id, argv, codes]] of RUNS.entries()) {
    const command = await load(id);
    const withJournal = 'journal' in (command.flags ?? {}) ? ['--journal', journal] : [];
    const withReport = 'report' in (command.flags ?? {}) && id !== 'demo' ? ['--report', report] : [];
    for (const [mode, flag, exit] of [
      ['text', [], codes?.[0]],
      ['json', ['--json'], codes?.[1]],
    ] as const) {
      if (exit === 'skip') continue;
      if (id === 'package' || id === 'publish' || id === 'deploy') plantRelease(folder, id === 'deploy' ? 2 : 1);
      const line = `${index} ${id} ${argv.join(' ')} (${mode})`;
      const given = argv.map((word) => (FILE.test(word) ? path.join(folder, word) : word));
      const words = [...given, ...withJournal, ...withReport, ...flag];
      const {exitCode, ...output} = await runOrInterrupt(command, words, exit === undefined);
      said.push([line, output.stdout + output.stderr]);
      if (withReport.length > 0 && existsSync(report))
        said.push([`the report of ${line}`, readFileSync(report, 'utf8')]);
      if (exit !== undefined) exits[line] = exitCode;
      if (exit !== undefined) expected[line] = exit;
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
    [path.join(packageRoot, 'bin/run.js'), 'publish', 'checkout', ...BY_FLAG, '--dry-run'],
    {cwd: folder, env: {...surroundings, DEBUG: '*'}},
  );
  expect(stdout + stderr).toContain('checkout');
  said.push(['publish in a process of its own, DEBUG=*', stdout + stderr]);
  said.push(['the journal', readFileSync(journal, 'utf8')]);

  expect(said.filter(([where]) => where.startsWith('the report of ')).length).toBeGreaterThan(10);
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

/** As it is built, and as oclif finds it: compiling the sources here would take longer than all the runs. */
async function load(id: string): Promise<CommandClass> {
  const config = await Config.load({root: packageRoot, ignoreManifest: true});
  const command = await config.findCommand(id, {must: true}).load();
  return command as unknown as CommandClass;
}

/** Runs a command to its end, or lets it begin and sends it SIGINT. */
async function runOrInterrupt(
  command: CommandClass,
  argv: readonly string[],
  isEndless: boolean,
): Promise<CommandOutcome> {
  // Commands that have ended hear signals for a moment more.
  const before = new Set(process.listeners('SIGINT'));
  let hasEnded = false;
  const running = runCommand(command, argv).finally(() => {
    hasEnded = true;
  });
  if (!isEndless) return running;
  while (process.listeners('SIGINT').every((listener) => before.has(listener))) {
    if (hasEnded) throw new Error(`It ended before it began: ${(await running).stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  process.emit('SIGINT');
  return running;
}
