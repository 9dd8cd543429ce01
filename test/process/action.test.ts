import {spawn} from 'node:child_process';
import {chmod, mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {parse} from 'yaml';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {Stage} from './stage.js';

// The shell steps of action.yml as a runner runs them: inputs filled in, `bash -e` in a folder, a file for the outputs.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}
const action = parse(await readFile(path.join(packageRoot, 'action.yml'), 'utf8'));
const steps: readonly Step[] = action.runs.steps;

/** A registry is not asked: npm notes what it was to install, and what it installs is the tool as it is built. */
const NPM = `#!/bin/bash
printf '%s\\n' "$*" >> "$RUNNER_TEMP/npm-calls"
mkdir -p "$RUNNER_TEMP/lambda-release/bin"
printf '#!/bin/sh\\nexec "${process.execPath}" "${path.join(packageRoot, 'bin', 'run.js')}" "$@"\\n' > "$RUNNER_TEMP/lambda-release/bin/lambda-release"
chmod +x "$RUNNER_TEMP/lambda-release/bin/lambda-release"
`;

/** Runs the action with these inputs; its outputs by their names, as later steps of a job read them. */
async function runAction(name: string, given: Readonly<Record<string, string>>) {
  const folder = path.join(stage.folder, name);
  const output = path.join(folder, 'output');
  await mkdir(path.join(folder, 'bin'), {recursive: true});
  await writeFile(output, '');
  await writeFile(path.join(folder, 'bin', 'npm'), NPM);
  await chmod(path.join(folder, 'bin', 'npm'), 0o755);
  const inputs: Record<string, string> = {};
  for (const [input, {default: usual = ''}] of Object.entries<{default?: string}>(action.inputs))
    inputs[input] = given[input] ?? usual;
  const filled = (value: string) =>
    value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_all, input) => inputs[input] ?? '?');

  let [exitCode, stdout, stderr] = [0, '', ''];
  for (const {run, env = {}, 'working-directory': at = '.'} of steps) {
    if (run === undefined || exitCode !== 0) continue;
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd: path.resolve(stage.folder, filled(at)),
      env: {
        ...{HOME: folder, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`},
        ...{GITHUB_ACTIONS: 'true', GITHUB_OUTPUT: output, RUNNER_TEMP: folder},
        ...sandboxEnvironment(stage.sandbox),
        ...Object.fromEntries(Object.entries(env).map(([key, value]) => [key, filled(value)])),
      },
    });
    const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 128)));
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    exitCode = await ended;
    [stdout, stderr] = [stdout + out, stderr + err];
  }
  const written = new Map(
    (await readFile(output, 'utf8')).split('\n').map((line) => line.split(/=(.*)/s) as [string, string]),
  );
  const outputs = Object.fromEntries(
    Object.entries<{value: string}>(action.outputs).map(([key, {value}]) => {
      const [, source = ''] = /^\$\{\{ steps\.release\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      return [key, written.get(source)];
    }),
  );
  const calls = await readFile(path.join(folder, 'npm-calls'), 'utf8').catch(() => '');
  return {exitCode, stdout, stderr, outputs, installed: calls.trim()};
}

it('installs the exact version it belongs to, releases in the folder, and its outputs are what came of it', async () => {
  const source = path.join(packageRoot, 'templates', 'function');
  await mkdir(path.join(stage.folder, 'shop'), {recursive: true});
  const releaseFile = {functions: {acted: {source}}, environments: {only: {rollout: {alias: 'blue'}}}};
  await writeFile(path.join(stage.folder, 'shop', 'release.yml'), JSON.stringify(releaseFile));
  const args = `deploy --create --role arn:aws:iam::000000000000:role/any --runtime nodejs22.x --handler index.handler
    --message 'two words, $HOME and "quotes"' --yes`;

  const {exitCode, stdout, outputs, installed} = await runAction('first', {
    ...{args, 'working-directory': 'shop', environment: 'only'},
  });

  expect(exitCode).toBe(0);
  expect(stdout).toContain('acted:blue was created with all traffic on version 1');
  expect(outputs).toMatchObject({version: '1', outcome: 'created', functions: expect.stringContaining('"acted"')});
  expect(outputs['code-sha256']).toMatch(/^[\w+/]{43}=$/);
  expect(outputs['function-arn']).toMatch(/:function:acted$/);
  expect(installed).toMatch(/ lambda-release@\d+\.\d+\.\d+$/);
  const history = await stage.run(['history', 'acted', '--json']);
  expect(history.stdout).toContain('two words, $HOME and \\"quotes\\"');
});

it('ends with the exit code of the tool, which decides over the job', async () => {
  const {exitCode, stderr} = await runAction('missing', {args: 'deploy nothing-there:live --source . --yes'});
  expect({exitCode, stderr}).toMatchObject({exitCode: 3, stderr: expect.stringContaining('nothing-there')});
});

it('installs no version but an exact one', async () => {
  const {exitCode, stdout, installed} = await runAction('latest', {args: 'status', version: 'latest'});
  expect({exitCode, installed}).toEqual({exitCode: 2, installed: ''});
  expect(stdout).toContain('::error::"version" is "latest"');
});
