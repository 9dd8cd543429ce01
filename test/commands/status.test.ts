import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
  CreateEventSourceMappingCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
} from '@aws-sdk/client-lambda';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import RolloutResume from '../../src/commands/rollout/resume.js';
import RolloutStatus from '../../src/commands/rollout/status.js';
import Status from '../../src/commands/status.js';
import {formatMarker} from '../../src/lib/model/rollout/marker.js';
import type {Sandbox} from '../../src/lib/sandbox/start.js';
import {runCommand} from '../cli/run-command.js';
import {openSandbox} from './on-sandbox.js';
import {commitOf, createAlias, publishVersions, SECRET, sdkOn} from './published-function.js';

/** A running rollout of version 2 over version 1, as its marker says it. */
function aMarker(sandbox: Sandbox, agoMs = 0): string {
  return formatMarker({
    rolloutId: 'k3x9qa',
    stable: '1',
    candidate: '2',
    steps: [{weightPercent: 5, bakeMs: 300_000}],
    movedMs: [Math.floor((sandbox.clock.now() - agoMs) / 60_000) * 60_000],
    watchMs: 600_000,
    settingsDigest: '00000000',
    held: false,
  });
}

async function openWithRollout(agoMs = 0) {
  const sandbox = await openSandbox();
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '1', weights: {2: 0.05}, text: aMarker(sandbox, agoMs)});
  return {sandbox, client};
}

/** A release file with these functions, until the test ends. */
function aReleaseFile(names: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'status-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const file = path.join(folder, 'release.yml');
  writeFileSync(file, `functions:\n${names.map((name) => `  ${name}: {source: dist}\n`).join('')}`);
  return file;
}

describe('status', () => {
  it('tells who serves what, of which commit, since when, and what the judge says', async () => {
    const {client} = await openWithRollout();
    await createAlias(client, {name: 'beta', version: '2'});
    await client.send(new PutFunctionConcurrencyCommand({FunctionName: 'checkout', ReservedConcurrentExecutions: 50}));
    await client.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: 'checkout',
        Qualifier: 'beta',
        ProvisionedConcurrentExecutions: 3,
      }),
    );
    const {stdout, stderr, exitCode} = await runCommand(Status, ['checkout', '--json']);
    expect(exitCode).toBe(0);
    const {result} = JSON.parse(stdout);
    expect(result.account).toEqual({limit: 1000, unreserved: 950});
    expect(result.functions).toMatchObject([
      {functionName: 'checkout', latestVersion: '2', reservedConcurrency: 50, state: 'Active', oddities: []},
    ]);
    const [beta, live] = result.functions[0].aliases;
    expect(live).toMatchObject({
      standing: {kind: 'running'},
      since: {kind: 'moved'},
      versions: [
        {version: '1', weightPercent: 95, commit: commitOf(1), state: 'Active'},
        {version: '2', weightPercent: 5, commit: commitOf(2), codeSha256: expect.any(String)},
      ],
      verdict: {judgedBy: 'everything', judgement: {verdict: 'undecided'}},
    });
    expect(beta).toMatchObject({since: {kind: 'notBefore'}, provisioned: {requested: 3}});
    expect(beta).not.toHaveProperty('verdict');
    const text = await runCommand(Status, ['checkout:live']);
    expect(text.stdout).toMatch(/checkout:live +1 \(95%\) +2 \(5%\) .* k3x9qa, step 1 of 1 .*, undecided\n/);
    expect(text.stdout).not.toContain('checkout:beta');
    expect(stdout + stderr + text.stdout + text.stderr).not.toContain(SECRET);
  });

  it('points at what is odd, each with a way out', async () => {
    const {client} = await openWithRollout();
    await createAlias(client, {name: 'dev', version: '$LATEST'});
    await client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'checkout',
        EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      }),
    );
    const {stdout} = await runCommand(Status, ['checkout']);
    expect(stdout).toContain('! checkout:dev is on $LATEST');
    expect(stdout).toContain('! arn:aws:sqs:us-east-1:000000000000:orders invokes the bare function');
    expect(stdout).toMatch(/\n {2}aws lambda update-event-source-mapping --uuid \S+ --function-name checkout:ALIAS\n/);
  });

  it('goes on without what the caller may not read, and warns', async () => {
    const {sandbox} = await openWithRollout();
    const operations = ['GetAccountSettings', 'ListEventSourceMappings', 'ListProvisionedConcurrencyConfigs'];
    for (const operation of operations) {
      const refusal = {status: 403, code: 'AccessDeniedException', message: `not authorized to perform: ${operation}`};
      sandbox.addFault({kind: 'error', service: 'lambda', operation, ...refusal, count: 0});
    }
    const {stdout, exitCode} = await runCommand(Status, ['checkout', '--json']);
    expect(exitCode).toBe(0);
    const {result, warnings} = JSON.parse(stdout);
    expect(result).toMatchObject({functions: [{functionName: 'checkout', oddities: []}]});
    expect(result).not.toHaveProperty('account');
    expect(warnings.map(({code}: {code: string}) => code).sort()).toEqual([
      'ACCOUNT_NOT_READ',
      'PROVISIONED_NOT_READ',
      'TRIGGERS_NOT_READ',
    ]);
  });

  it.each([
    ['refunds', 'FUNCTION_NOT_FOUND'],
    ['checkout:beta', 'ALIAS_NOT_FOUND'],
  ])('ends with 3 for %s, which is not there', async (name, code) => {
    await openWithRollout();
    const {stdout, exitCode} = await runCommand(Status, [name, '--json']);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({code});
  });

  it('reads the functions of the release file, and names those that are not there yet', async () => {
    await openWithRollout();
    const {stdout, exitCode} = await runCommand(Status, ['--config', aReleaseFile(['checkout', 'refunds'])]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('errors: undecided');
    expect(stdout).toMatch(/Not there yet +refunds\n/);
  });
});

/** Sends one SIGINT to the command that runs in this process, as soon as `isTime` says so. */
function interruptWhen(isTime: () => boolean): void {
  const timer = setInterval(() => {
    if (!isTime()) return;
    // A second signal would end the process at once.
    clearInterval(timer);
    process.emit('SIGINT', 'SIGINT');
  }, 1);
  onTestFinished(() => clearInterval(timer));
}

describe('status --watch', () => {
  it('says a line for what changes, and ends with 0 and the last state on Ctrl-C', async () => {
    const {sandbox, client} = await openWithRollout();
    let added = false;
    interruptWhen(() => {
      const readings = sandbox.calls().filter(({operation}) => operation === 'ListAliases').length;
      if (readings >= 1 && !added) {
        added = true;
        void createAlias(client, {name: 'beta', version: '2'});
      }
      return readings >= 4;
    });
    const {stdout, stderr, exitCode} = await runCommand(Status, ['checkout', '--watch', '--every', '2s']);
    expect(exitCode).toBe(0);
    const lines = stderr.trim().split('\n');
    expect(lines[0]).toMatch(/^\S+Z checkout:live: version 2 at 5% beside version 1, step 1 of 1, undecided$/);
    expect(lines.filter((line) => line.includes('checkout:live'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('checkout:beta: all traffic on version 2'))).toHaveLength(1);
    expect(stdout).toContain('checkout:beta');
  });

  it('is redrawn in place on a terminal, which is left as it was', async () => {
    const {sandbox} = await openWithRollout();
    vi.stubEnv('CI', undefined);
    vi.stubEnv('TERM', 'xterm');
    const {isTTY} = process.stderr;
    process.stderr.isTTY = true;
    onTestFinished(() => {
      process.stderr.isTTY = isTTY;
    });
    interruptWhen(() => sandbox.calls().filter(({operation}) => operation === 'ListAliases').length >= 3);
    const {stdout, stderr, exitCode} = await runCommand(Status, ['checkout', '--watch', '--every', '2s']);
    expect(exitCode).toBe(0);
    expect(stderr.split('\u001B[0J').length).toBeGreaterThan(2);
    expect(stderr.endsWith('\u001B[0J')).toBe(true);
    expect(stdout).toContain('checkout:live');
  });

  it('is 130 when it is stopped before there was anything to see', async () => {
    const {sandbox} = await openWithRollout();
    sandbox.addFault({kind: 'slow', service: 'lambda', operation: 'GetAccountSettings', delayMs: 120_000});
    const before = new Set(process.listeners('SIGINT'));
    interruptWhen(() => process.listeners('SIGINT').some((listener) => !before.has(listener)));
    const {stdout, exitCode} = await runCommand(Status, ['checkout', '--watch']);
    expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 130});
  });

  it('does not read so often that nobody else in the account could', async () => {
    const {stderr, exitCode} = await runCommand(Status, ['checkout', '--watch', '--every', '0s']);
    expect(stderr).toContain('Write 2s or more.');
    expect(exitCode).toBe(2);
  });

  it('needs --watch for --every', async () => {
    expect((await runCommand(Status, ['checkout', '--every', '5s'])).exitCode).toBe(2);
  });

  it.each([
    ['a clock that runs ahead', -45 * 60_000, 'CLOCK_AHEAD', 0],
    ['a clock that is a day ahead', -86_400_000, 'CLOCK_AHEAD', 0],
    ['somebody sixteen days ago', 16 * 86_400_000, 'ROLLOUT_TOO_OLD', 7],
  ])('looks at a rollout begun by %s, and says so', async (_whom, agoMs, code, ofResume) => {
    await openWithRollout(agoMs);
    for (const [command, argv] of [
      [Status, ['checkout:live']],
      [RolloutStatus, ['checkout:live']],
      [RolloutResume, ['checkout:live', '--once', '--accept-settings']],
    ] as const) {
      const {stdout, exitCode} = await runCommand(command, [...argv, '--json']);
      const {warnings} = JSON.parse(stdout);
      expect([command.id, exitCode, warnings.map((each: {code: string}) => each.code)]).toEqual([
        command.id,
        command === RolloutResume ? ofResume : 0,
        expect.arrayContaining([code]),
      ]);
    }
  });
});
