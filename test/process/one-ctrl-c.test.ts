import {execFile} from 'node:child_process';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {FaultProxy} from '../proxy/fault-proxy.js';
import {Stage} from './stage.js';

const run = promisify(execFile);
const REGION = 'behind-a-slow-line';
const SLOW_MS = 80;
/**
 * A terminal of its own for a command; Ctrl-C is typed into it once it has said "baking". What came out of it and the exit
 * code are written at the end. Typed into a terminal, the whole process group hears it, and npm hands it on.
 */
const PTY = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen, typed = b"", False
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    seen += piece
    if not typed and b"baking for" in seen:
        os.write(terminal, b"\\x03")
        typed = True
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
print("\\nexit code", os.waitstatus_to_exitcode(status), "typed", typed)
`;
/**
 * The shell that npm runs the script in. npm hands the signal on a few milliseconds after the group has had it, and the kernel
 * often makes one of two that are so close; this hands it on thirty milliseconds later, so that it is heard twice for sure.
 */
const SHELL = `#!/usr/bin/env python3
import signal, subprocess, sys, time
child = subprocess.Popen(["bash", *sys.argv[1:]])
def hand_on(number, frame):
    time.sleep(0.03)
    child.send_signal(number)
signal.signal(signal.SIGINT, hand_on)
code = child.wait()
sys.exit(code if code >= 0 else 128 - code)
`;

let stage: Stage;
let proxy: FaultProxy;
beforeAll(async () => {
  stage = await Stage.open();
  proxy = await FaultProxy.start(stage.sandbox);
});
afterAll(async () => {
  await proxy.close();
  await stage.close();
});

/** A project whose script runs the tool in bash, which becomes the tool, as on macOS, Amazon Linux and RHEL. */
async function aProject(name: string, argv: readonly string[]): Promise<string> {
  const folder = path.join(stage.folder, name);
  await mkdir(folder);
  const tool = `node ${path.join(packageRoot, 'bin', 'run.js')}`;
  const scripts = {release: `exec ${tool} ${argv.join(' ')}`};
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({name, private: true, scripts}));
  const shell = path.join(folder, 'shell');
  await writeFile(shell, SHELL, {mode: 0o755});
  await writeFile(path.join(folder, '.npmrc'), `script-shell=${shell}\nupdate-notifier=false\n`);
  return folder;
}

/** Types one Ctrl-C into the terminal in which npm runs the release, over a slow line. */
async function oneCtrlC(functionName: string, more: readonly string[]) {
  await stage.create(functionName);
  const source = await stage.betterCode(functionName);
  const release = [
    'deploy',
    `${functionName}:live`,
    '--source',
    source,
    '--steps',
    '10%:60m',
    '--yes',
    '--region',
    REGION,
  ];
  const cwd = await aProject(`${functionName}-project`, [...release, ...more]);
  proxy.begin(REGION, {faults: [{kind: 'delay', nth: 1, count: 10_000, delayMs: SLOW_MS}]});
  const {PATH} = process.env;
  const env = {
    ...sandboxEnvironment(stage.sandbox),
    PATH,
    HOME: stage.folder,
    AWS_ENDPOINT_URL: proxy.endpoint,
    CI: '1',
  };
  const {stdout} = await run('python3', ['-c', PTY, 'npm', 'run', '--silent', 'release'], {cwd, env});
  return stdout;
}

describe('one Ctrl-C, typed where npm runs the tool', () => {
  it('is one, though npm hands it on: stable has all traffic again', async () => {
    const said = await oneCtrlC('typed', []);
    expect(said).toContain('exit code 130 typed True');
    expect(said).toContain('Traffic: restored to stable');
    expect(await stage.alias('typed')).toEqual({version: '1', weights: {}, description: ''});
  });

  it('with --json leaves one document', async () => {
    const said = await oneCtrlC('typed-json', ['--json', '>', 'result.json']);
    expect(said).toContain('exit code 130 typed True');
    const {stdout} = await run('cat', [path.join(stage.folder, 'typed-json-project', 'result.json')]);
    expect(JSON.parse(stdout)).toMatchObject({ok: false, error: {code: 'INTERRUPTED', traffic: 'restored'}});
    expect(await stage.alias('typed-json')).toMatchObject({version: '1', weights: {}});
  });
});
