import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutHold from '../../../src/commands/rollout/hold.js';
import RolloutPromote from '../../../src/commands/rollout/promote.js';
import RolloutResume from '../../../src/commands/rollout/resume.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import RolloutWatch from '../../../src/commands/rollout/watch.js';
import Status from '../../../src/commands/status.js';
import {LocalCommands} from '../../../src/lib/cli/local-commands.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

const STEPS = ['--steps', '10%:1m, 50%:1m', '--watch', '0s', '--on-inconclusive', 'promote'];

async function openDetached() {
  const sandbox = await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  const started = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--detach', '--yes']);
  expect(started).toMatchObject({exitCode: 0});
  return {sandbox, started};
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-checks-'));
  onTestFinished(() => rm(folder, {recursive: true, force: true}));
  return folder;
}

describe('a rollout that is only planned', () => {
  it.each([[[]], [['--quiet']]])('is shown on stdout, before its start and before its rest (%j)', async (flags) => {
    await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    const begun = await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--dry-run', ...flags]);
    expect(begun.stdout).toContain('checkout:live: version 2 over version 1');
    expect(begun.stderr).not.toContain('over version 1');
    await runCommand(RolloutStart, ['checkout:live', '2', ...STEPS, '--detach', '--yes']);
    const rest = await runCommand(RolloutResume, ['checkout:live', '--dry-run', ...flags]);
    expect(rest.stdout).toContain('from step 1 of 2');
    expect(rest.stderr).not.toContain('from step 1 of 2');
  });
});

describe('a rollout that is left to other terminals', () => {
  it('is detached, held, approved and resumed, each from the alias alone', async () => {
    const {started} = await openDetached();
    expect(started.stdout).toContain('No process works on it');
    expect(started.stdout).toContain('lambda-release rollout resume checkout:live');

    const asked = await runCommand(RolloutPromote, ['checkout:live', '--step', '1']);
    expect(asked.exitCode).toBe(2);
    const stale = await runCommand(RolloutPromote, ['checkout:live', '--step', '2', '--yes', '--json']);
    expect(stale.exitCode).toBe(3);
    expect(JSON.parse(stale.stdout).error).toMatchObject({code: 'STALE_APPROVAL', traffic: 'untouched'});

    const held = await runCommand(RolloutHold, ['checkout:live', '--json']);
    expect(JSON.parse(held.stdout).result).toMatchObject({changed: true, routing: {stable: '1'}});
    const watched = await runCommand(RolloutWatch, ['checkout:live', '--json']);
    expect(watched.exitCode).toBe(7);
    expect(JSON.parse(watched.stdout).error).toMatchObject({exitCode: 7, traffic: 'held'});

    const approved = await runCommand(RolloutPromote, ['checkout:live', '--step', '1', '--yes', '--json']);
    expect(JSON.parse(approved.stdout).result).toMatchObject({action: 'step', after: {candidate: {weightPercent: 50}}});
    const waited = await runCommand(RolloutWatch, ['checkout:live', '--wait', '20s', '--json']);
    expect(JSON.parse(waited.stdout).error).toMatchObject({code: 'WAIT_OVER', exitCode: 7});

    const refused = await runCommand(RolloutResume, ['checkout:live', '--alpha', '5%', '--yes', '--json']);
    expect(JSON.parse(refused.stdout).error).toMatchObject({code: 'OTHER_SETTINGS', exitCode: 3});
    const unanswered = await runCommand(RolloutResume, ['checkout:live']);
    expect(unanswered.exitCode).toBe(2);
    expect(unanswered.stderr).toContain('from step 2 of 2');
    const resumed = await runCommand(RolloutResume, [
      'checkout:live',
      '--on-inconclusive',
      'promote',
      '--yes',
      '--json',
    ]);
    expect(resumed).toMatchObject({exitCode: 0});
    expect(JSON.parse(resumed.stdout).result.rollout).toMatchObject({candidate: '2', stepsPassed: 2});
    expect((await runCommand(Status, ['checkout'])).stdout).toContain('2 (100%)');
    expect((await runCommand(RolloutHold, ['checkout:live'])).exitCode).toBe(3);
  });
});

describe('checks of a rollout', () => {
  it('stop it before the first percent: the failing version fails its smoke test', async () => {
    const folder = await aFolder();
    const event = path.join(folder, 'event.json');
    await writeFile(event, '{"fail":true}');
    const release = path.join(folder, 'release.yml');
    const command = "node -e 'process.exit(3)'";
    await writeFile(release, JSON.stringify({rollout: {smoke: [{event: 'event.json', expect: {command}}]}}));
    await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    const argv = ['checkout:live', '2', ...STEPS, '--config', release, '--yes', '--json'];
    const {stdout, exitCode} = await runCommand(RolloutStart, argv);
    expect(exitCode).toBe(5);
    const {error} = JSON.parse(stdout);
    expect(error).toMatchObject({code: 'NOT_BEGUN_SMOKE', traffic: 'untouched'});
    expect(error.message).toContain('Smoke test event.json failed');
    expect((await runCommand(Status, ['checkout'])).stdout).toContain('1 (100%)');
  });

  it('warm it by real calls at one time before the first percent, as the plan says', async () => {
    const folder = await aFolder();
    const event = path.join(folder, 'event.json');
    await writeFile(event, '{}');
    const source = path.join(folder, 'code');
    await mkdir(source);
    await writeFile(path.join(source, 'index.mjs'), 'export const handler = async () => ({});');
    await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', source]);
    const argv = ['checkout:live', '2', ...STEPS, '--warm', '3', '--warm-event', event];
    const planned = await runCommand(RolloutStart, [...argv, '--dry-run', '--json']);
    expect(JSON.parse(planned.stdout).result.plan.warm).toEqual({calls: 3, event});
    expect((await runCommand(RolloutStart, [...argv, '--dry-run'])).stdout).toContain('3 calls of it at one time');
    const started = await runCommand(RolloutStart, [...argv, '--detach', '--yes']);
    expect(started).toMatchObject({exitCode: 0});
    expect(started.stderr).toMatch(/warmed version 2: 3 calls at one time began (?:one environment|[23] environments)/);
  });

  it('are not begun with calls that warm it and no event to send', async () => {
    const {stdout, exitCode} = await runCommand(RolloutStart, ['checkout:live', '2', '--warm', '3', '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('WARM_EVENT_MISSING');
  });

  it('are not begun with an event that is no JSON', async () => {
    const folder = await aFolder();
    await writeFile(path.join(folder, 'event.json'), '{');
    const argv = ['checkout:live', '2', '--smoke', path.join(folder, 'event.json'), '--json'];
    const {stdout, exitCode} = await runCommand(RolloutStart, argv);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout).error.code).toBe('SMOKE_EVENT_UNREADABLE');
  });
});

describe('a local command', () => {
  const request = {folder: os.tmpdir(), environment: {}, timeoutMs: 10_000};

  async function run(command: string, more: object = {}, signal?: AbortSignal) {
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const end = await new LocalCommands().run({...request, command, onLine, ...more}, signal);
    return {...end, lines};
  }

  it('gets its input and its environment, and is heard on both streams', async () => {
    const ran = await run('cat; echo "$ROLLOUT_STEP" >&2; exit 3', {input: 'in\n', environment: {ROLLOUT_STEP: '2'}});
    expect(ran).toMatchObject({exitCode: 3, timedOut: false});
    expect(ran.lines.sort()).toEqual(['2', 'in']);
  });

  it('ends with all it started when its time is over or a signal comes', async () => {
    expect(await run('sleep 60 & sleep 60', {timeoutMs: 50})).toMatchObject({exitCode: 143, timedOut: true});
    const signal = AbortSignal.abort();
    expect(await run('trap "" TERM; sleep 60', {}, signal)).toMatchObject({timedOut: false});
  });
});
