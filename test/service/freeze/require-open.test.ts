import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import type {AlarmReading} from '../../../src/lib/analysis/signal-readings.js';
import type {BlockerSettings, FreezeRule} from '../../../src/lib/config/freeze/rules.js';
import {AwsError, type RefusedError} from '../../../src/lib/errors.js';
import type {FreezePolicy} from '../../../src/lib/model/freeze/policy.js';
import type {PlainParameter} from '../../../src/lib/ports/parameters.js';
import {requireOpen} from '../../../src/lib/service/freeze/require-open.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeClock} from '../../fakes/fake-clock.js';

/** Friday, five in the afternoon in Berlin. */
const NOW_MS = Date.UTC(2026, 10, 27, 16);
const REF = {functionName: 'checkout', alias: 'live'};
const WEEKEND: FreezeRule = {
  ...{begin: {day: 5, minute: 16 * 60}, end: {day: 1, minute: 8 * 60}},
  ...{text: 'Fri 16:00 - Mon 08:00', timezone: 'Europe/Berlin'},
};
const MONDAY: FreezeRule = {from: '2026-11-30', to: '2026-12-01', timezone: 'Europe/Berlin', reason: 'audit'};
const NEVER = new AbortController().signal;

interface World {
  readonly alarms?: readonly AlarmReading[] | AwsError;
  readonly parameter?: PlainParameter | AwsError;
  readonly peak?: number;
}

function open(
  file: {freeze?: readonly FreezeRule[]; blockers?: BlockerSettings; onFreeze?: FreezePolicy},
  {alarms = [], parameter, peak = 0}: World = {},
  departure: {override?: string; dryRun?: boolean} = {},
) {
  const answer = <Value>(value: Value | AwsError) =>
    value instanceof AwsError ? Promise.reject(value) : Promise.resolve(value);
  const session = aSession({
    commandLine: 'lambda-release rollout promote checkout:live',
    clock: new FakeClock(NOW_MS),
    signals: {readAlarms: () => answer(alarms)} as never,
    parameters: {getPlain: () => answer(parameter)} as never,
    concurrency: {getAccountConcurrency: async () => ({limit: 1000, unreserved: 900})} as never,
    concurrencyMetrics: {readPeaks: async () => ({byFunction: new Map(), account: peak})},
  });
  const asked = requireOpen(session, file, {refs: [REF], dryRun: false, ...departure}, NEVER);
  return {session, asked};
}

describe('a freeze', () => {
  it('refuses what leaves, with the next open minute: freezes that touch are one', async () => {
    const {asked} = open({freeze: [WEEKEND, MONDAY]});
    await expect(asked).rejects.toMatchObject({
      exitCode: 3,
      code: 'FROZEN',
      message:
        'Nothing leaves now: frozen Fri 16:00 - Mon 08:00. It opens Wed 2026-12-02 00:00 Europe/Berlin (2026-12-01 23:00Z).',
      details: {open: '2026-12-01T23:00Z'},
      suggestions: expect.arrayContaining([expect.stringContaining('--override "REASON"')]),
    });
  });

  it('lets pass who says why, and keeps that', async () => {
    const {session, asked} = open({freeze: [WEEKEND], onFreeze: 'hold'}, {}, {override: 'mends the outage'});
    expect(await asked).toEqual({spans: expect.anything()});
    expect(session.events.of('freeze.overridden')).toEqual([
      expect.objectContaining({
        ...REF,
        reason: 'mends the outage',
        against: [expect.stringMatching(/^Nothing leaves/)],
      }),
    ]);
    await expect(open({freeze: [WEEKEND]}, {}, {override: ' '}).asked).rejects.toMatchObject({exitCode: 2});
  });

  it('is only told of by a dry run', async () => {
    const {session, asked} = open({freeze: [WEEKEND]}, {}, {dryRun: true});
    await asked;
    expect(session.events.of('warning').map(({code}) => code)).toEqual(['FROZEN']);
  });

  it('that is ahead goes with the rollout, where the file says what it does then', async () => {
    expect(await open({freeze: [MONDAY], onFreeze: 'abort'}).asked).toMatchObject({freeze: {onFreeze: 'abort'}});
    for (const onFreeze of ['finish', undefined] as const) {
      expect(await open({freeze: [MONDAY], ...(onFreeze && {onFreeze})}).asked).not.toHaveProperty('freeze');
    }
  });

  it('of a calendar is read from its file; one that is not there says so', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'freeze-'));
    const file = path.join(folder, 'ops.ics');
    const event =
      'BEGIN:VEVENT\nUID:1\nDTSTAMP:20260901T000000Z\nSUMMARY:Launch\nDTSTART:20261127T150000Z\nDTEND:20261127T170000Z\nEND:VEVENT';
    writeFileSync(file, `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n${event}\nEND:VCALENDAR\n`);
    const rule = (calendar: string) => ({calendar, timezone: 'UTC'});
    await expect(open({freeze: [rule(file)]}).asked).rejects.toThrow(
      'Nothing leaves now: Launch. It opens Fri 2026-11-27 17:00Z.',
    );
    await expect(open({freeze: [rule(path.join(folder, 'gone.ics'))]}).asked).rejects.toMatchObject({
      exitCode: 2,
      code: 'CALENDAR_UNREADABLE',
    });
  });
});

describe('blockers', () => {
  const codesOf = async (asked: Promise<unknown>): Promise<readonly string[]> => {
    const error = await asked.then(
      () => undefined,
      (thrown: {code: string; details: {refusals?: readonly {code: string}[]}}) => thrown,
    );
    if (!error) return [];
    return error.details.refusals?.map(({code}) => code) ?? [error.code];
  };
  const blockers = {alarms: ['prod-red'], parameter: '/stop', headroom: 100};

  it('stop by an alarm that is red, a parameter that says so, and a full pool, all told at once', async () => {
    const world: World = {
      alarms: [{name: 'prod-red', state: 'ALARM', reason: 'Threshold Crossed'}],
      parameter: {kind: 'plain', value: 'incident 4711'},
      peak: 950,
    };
    expect(await codesOf(open({blockers}, world).asked)).toEqual([
      ...['BLOCKED_ALARM', 'BLOCKED_PARAMETER', 'BLOCKED_HEADROOM'],
    ]);
    await expect(open({blockers}, world).asked).rejects.toThrow('/stop says "incident 4711".');
    await open({blockers}, world, {override: 'this is the mend'}).asked;
  });

  it('count what is reserved for others as taken', async () => {
    expect(await codesOf(open({blockers: {headroom: 100}}, {peak: 801}).asked)).toEqual(['BLOCKED_HEADROOM']);
  });

  it('show what a person wrote in one line of bearable length', async () => {
    const value = `a\u001b[31m\nb${'c'.repeat(500)}`;
    const error = await open({blockers: {parameter: '/stop'}}, {parameter: {kind: 'plain', value}}).asked.catch(
      (thrown: Error) => thrown,
    );
    const message = error instanceof Error ? error.message : '';
    expect(message).toContain('/stop says "a [31m bccc');
    expect(message).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(260);
  });

  it.each([undefined, 'off', ' OFF ', 'false', 'no', '0', 'none'])(
    'are open where the parameter says %s',
    async (value) => {
      const parameter = value === undefined ? {} : {parameter: {kind: 'plain' as const, value}};
      expect(await codesOf(open({blockers: {parameter: '/stop'}}, parameter).asked)).toEqual([]);
    },
  );

  it('are open by a green alarm and with just enough room', async () => {
    const world: World = {alarms: [{name: 'prod-red', state: 'OK'}], peak: 800};
    expect(await codesOf(open({blockers}, world).asked)).toEqual([]);
  });

  it('are overridden by a command that can be run as printed', async () => {
    const error = await open({freeze: [WEEKEND]}).asked.catch((thrown: unknown) => thrown);
    const {suggestions} = error as RefusedError;
    expect(suggestions).toContain(
      'If it must leave all the same, say why: lambda-release rollout promote checkout:live --override "REASON"',
    );
  });

  it('that cannot be read, are not there or are secret stop, too', async () => {
    const denied = new AwsError('Not allowed: ssm:GetParameters.', {code: 'ACCESS_DENIED', suggestions: ['Allow it.']});
    expect(await codesOf(open({blockers}, {parameter: denied, alarms: denied}).asked)).toEqual([
      ...['BLOCKER_UNREAD', 'BLOCKER_UNREAD'],
    ]);
    const missing: World = {alarms: [{name: 'prod-red', state: 'MISSING'}], parameter: {kind: 'secret'}};
    expect(await codesOf(open({blockers}, missing).asked)).toEqual(['BLOCKER_MISSING', 'BLOCKER_SECRET']);
  });
});
