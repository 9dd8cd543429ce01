import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, it, onTestFinished} from 'vitest';
import Analyze from '../../src/commands/analyze.js';
import Deploy from '../../src/commands/deploy.js';
import Publish from '../../src/commands/publish.js';
import Shift from '../../src/commands/shift.js';
import {sandboxEnvironment} from '../../src/lib/demo/sandbox-environment.js';
import {startSandbox} from '../../src/lib/sandbox/start.js';
import {startTraffic} from '../../src/lib/sandbox/traffic/start-traffic.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {runCommand} from '../cli/run-command.js';
import {CREATE, FAILING, GOOD, openSandboxWithCheckout} from './on-sandbox.js';

async function aFile(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'analyze-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const file = path.join(folder, 'minutes.ndjson');
  await writeFile(file, lines.join('\n'));
  return file;
}

function aMinute(index: number, candidateErrors: number): string {
  return JSON.stringify({
    time: new Date(Date.UTC(2026, 0, 1, 12, index)).toISOString(),
    weightPercent: 5,
    stable: {invocations: 950, errors: 1},
    candidate: {invocations: 50, errors: candidateErrors},
  });
}

describe('analyze FILE', () => {
  const errors = [0, 4, 5, 6, 5];

  it('prints every minute with its evidence and decision, and what it comes to', async () => {
    const file = await aFile(errors.map((each, index) => aMinute(index, each)));
    const {stdout, exitCode} = await runCommand(Analyze, [file]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/2026-01-01 12:00 +5% +0 of 50 +1 of 950 +[\d.]+ +continue/);
    expect(stdout).toMatch(/2026-01-01 12:02 +5% +5 of 50 +1 of 950 +[\d,.]+ +rollback/);
    expect(stdout).toContain('after minute 2026-01-01 12:02 (9 candidate errors by then, 11 after it)');
    expect(stdout).toContain(': candidate failed 9 of 150 requests');
    expect(stdout).not.toContain('inferred');
  });

  it('judges by the policy that is asked for, as one document', async () => {
    const file = await aFile(errors.map((each, index) => aMinute(index, each)));
    const {stdout} = await runCommand(Analyze, [file, '--tolerate-plus', '20%', '--json']);
    const {schema, result} = JSON.parse(stdout);
    expect(schema).toBe('lambda-release/analyze/1');
    expect(result).toMatchObject({weights: 'given', policy: {analysis: {tolerate: {ratio: 1.25, plus: 0.2}}}});
    expect(result.minutes).toHaveLength(5);
    expect(result.rollback).toBeUndefined();
  });

  it('judges slow calls where they are asked for', async () => {
    const lines = Array.from({length: 6}, (_, index) =>
      JSON.stringify({
        time: Date.UTC(2026, 0, 1, 12, index),
        weightPercent: 5,
        slowMs: {p90: 250},
        stable: {invocations: 950, errors: 0, slow: {p90: 95}},
        candidate: {invocations: 50, errors: 0, slow: {p90: 45}},
      }),
    );
    const file = await aFile(lines);
    const {result} = JSON.parse((await runCommand(Analyze, [file, '--slow', 'p90:2%', '--json'])).stdout);
    expect(result.rollback?.reason).toContain('slow');
    const without = JSON.parse((await runCommand(Analyze, [file, '--json'])).stdout);
    expect(without.result.rollback).toBeUndefined();
  });

  it('tells every bad line, and a file that is not there', async () => {
    const {stderr, exitCode} = await runCommand(Analyze, [await aFile([aMinute(0, 0), 'x', '{}'])]);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/line 2: not JSON/);
    expect(stderr).toMatch(/line 3: .*weightPercent/);
    const missing = await runCommand(Analyze, ['./none.ndjson', '--json']);
    expect(missing.exitCode).toBe(2);
    expect(JSON.parse(missing.stdout).error.code).toBe('MINUTES_NOT_FOUND');
  });
});

describe('analyze fn:alias', () => {
  it('judges what two versions did behind an alias', async () => {
    const sandbox = await startSandbox({speed: 240, updateDelayMs: 0, requestsPerSecond: 0, metricsDelayMs: 0});
    onTestFinished(() => sandbox.close());
    stubEnvironment(sandboxEnvironment(sandbox));
    await runCommand(Deploy, ['checkout:live', '--source', GOOD, ...CREATE, '--yes']);
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    await runCommand(Shift, ['checkout:live', '2@50', '--yes']);
    const ref = {functionName: 'checkout', alias: 'live'};
    // Without an order the failing version fails.
    await startTraffic({endpoint: sandbox.endpoint, ref, rps: 100, maxRequests: 150});
    await sleep(300);
    const argv = ['checkout:live', '--stable', '1', '--candidate', '2', '--last', '1h', '--json'];
    const {stdout, exitCode} = await runCommand(Analyze, argv);
    expect(exitCode).toBe(0);
    const {result} = JSON.parse(stdout);
    expect(result).toMatchObject({weights: 'inferred', source: {kind: 'alias', stable: '1', candidate: '2'}});
    const sum = (side: 'stable' | 'candidate') =>
      result.minutes.reduce(
        (total: number, minute: Record<string, {errors: number}>) => total + (minute[side]?.errors ?? 0),
        0,
      );
    expect(sum('stable')).toBe(0);
    expect(sum('candidate')).toBeGreaterThan(30);
    expect(result.minutes.at(-1).verdict).toBe('fail');
    expect(result.rollback.reason).toContain('candidate 2');
  });

  it('refuses what it cannot judge, each with its way out', async () => {
    await openSandboxWithCheckout();
    const codeOf = async (...argv: string[]) => {
      const {stdout, exitCode} = await runCommand(Analyze, ['checkout:live', ...argv, '--json']);
      return [exitCode, JSON.parse(stdout).error.code];
    };
    const pair = ['--stable', '1', '--candidate', '2'];
    expect(await codeOf()).toEqual([2, 'VERSIONS_MISSING']);
    expect(await codeOf('--stable', '2', '--candidate', '2')).toEqual([2, 'SAME_VERSION']);
    expect(await codeOf(...pair)).toEqual([3, 'NOTHING_TO_JUDGE']);
    expect(await codeOf(...pair, '--last', '16d')).toEqual([2, 'WINDOW_TOO_OLD']);
    expect(await codeOf(...pair, '--last', '2d')).toEqual([2, 'WINDOW_TOO_LONG']);
    expect(await codeOf(...pair, '--from', '2100-01-01T00:00:00Z')).toEqual([2, 'WINDOW_EMPTY']);
    expect((await codeOf(...pair, '--from', 'yesterday'))[0]).toBe(2);
  });
});
