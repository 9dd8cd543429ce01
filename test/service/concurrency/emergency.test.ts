import {describe, expect, it} from 'vitest';
import {InterruptedError} from '../../../src/lib/errors.js';
import {RESERVED_BEFORE_TAG} from '../../../src/lib/model/reserved-before.js';
import {clearReservation, reserve} from '../../../src/lib/service/concurrency/reserve.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import type {Fault} from '../../fakes/call-gate.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {awsError, FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeHost} from '../../fakes/fake-host.js';
import {FakeTags} from '../../fakes/fake-tags.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

const RESTORE = 'lambda-release concurrency reserve checkout 7';
const WANT = {'dry-run': false};

/** checkout with 7 reserved, or as told; `faults` by the name of the call, for every such call or the first of them. */
function aPool({reserved = 7, faults = {}}: {reserved?: number; faults?: Record<string, Fault | Fault[]>} = {}) {
  const clock = new SimulatedClock(Date.UTC(2026, 0, 1));
  const concurrency = new FakeConcurrency({reserved: {checkout: reserved}});
  const left = new Map(Object.entries(faults));
  concurrency.gate.always = (call) => {
    const fault = left.get(call);
    return Array.isArray(fault) ? fault.shift() : fault;
  };
  const functions = new FakeFunctions(clock, aFunction());
  return aSession({clock, functions, concurrency, tags: new FakeTags(), host: new FakeHost()});
}

function stop(session: ReturnType<typeof aPool>, signal = new AbortController().signal) {
  return reserve(session, {functionName: 'checkout', wanted: 0}, WANT, signal);
}

const THROTTLED: Fault = {kind: 'fail', error: awsError('THROTTLED', {attempts: 3})};
const LOST: Fault = {kind: 'lose', error: awsError('NETWORK')};

describe('an emergency stop', () => {
  it.each<[string, Record<string, Fault | Fault[]>]>([
    ['the account cannot be read', {getAccountConcurrency: THROTTLED}],
    ['the account does not answer', {getAccountConcurrency: {kind: 'hang'}}],
    ['its answer is lost', {putReserved: [LOST]}],
    ['it never answers', {putReserved: [{kind: 'hangAfter'}]}],
    ['it is throttled at first', {putReserved: [THROTTLED]}],
    ['its answer is lost and the attempt after it is throttled', {putReserved: [LOST, THROTTLED]}],
    ['nothing can be read after it', {getReserved: [{kind: 'before', action: () => undefined}, ...many(THROTTLED)]}],
  ])('stops, keeps what was there in the tag and tells it: %s', async (_name, faults) => {
    const session = aPool({faults});
    const report = await stop(session);
    expect(session.concurrency.held('checkout')).toBe(0);
    expect(report).toMatchObject({reserved: 0, previousReserved: 7, restoreCommand: RESTORE});
    expect(session.tags.tags).toEqual({[RESERVED_BEFORE_TAG]: '7'});
  });

  it.each<[string, Fault]>([
    ['throttled', THROTTLED],
    ['without an answer', {kind: 'hang'}],
    ['without permission to look', {kind: 'fail', error: awsError('ACCESS_DENIED')}],
  ])('does not wait for the look at what was there, and says that it is not known: %s', async (_name, fault) => {
    const session = aPool({faults: {getReserved: fault}});
    const beganMs = session.clock.now();
    const report = await stop(session);
    expect(session.concurrency.held('checkout')).toBe(0);
    expect(report).toMatchObject({reserved: 0, previousUnknown: expect.any(String)});
    expect(report).not.toHaveProperty('restoreCommand');
    expect(session.tags.tags).toEqual({});
    expect(session.clock.now() - beganMs).toBeLessThan(90_000);
  });

  it('writes first, then the tag, then looks at the account', async () => {
    const session = aPool();
    await stop(session);
    expect(session.concurrency.calls).toEqual(['getReserved', 'putReserved', 'getReserved', 'getAccountConcurrency']);
  });

  it.each<[string, (interrupt: () => void) => Fault]>([
    ['while it is on its way', (action) => ({kind: 'hangAfter', action})],
    ['right after it', (action) => ({kind: 'after', action})],
  ])('is carried through and told when a signal comes: %s', async (_name, toFault) => {
    const controller = new AbortController();
    const session = aPool({faults: {putReserved: [toFault(() => controller.abort(interruption()))]}});
    const beganMs = session.clock.now();
    expect(await stop(session, controller.signal)).toMatchObject({reserved: 0, restoreCommand: RESTORE});
    expect(session.tags.tags).toEqual({[RESERVED_BEFORE_TAG]: '7'});
    expect(session.clock.now() - beganMs).toBeLessThanOrEqual(5_000);
  });

  it('says that nothing was changed when a read shows it after the signal', async () => {
    const controller = new AbortController();
    const action = () => controller.abort(interruption());
    const session = aPool({faults: {putReserved: [{kind: 'hang', action}]}});
    await expect(stop(session, controller.signal)).rejects.toMatchObject({exitCode: 130, traffic: 'untouched'});
    expect(session.concurrency.held('checkout')).toBe(7);
  });
});

describe('a change of a reservation of which nobody can tell the end', () => {
  const faults = {putReserved: LOST, deleteReserved: LOST, getReserved: [fine(), ...many(THROTTLED)]};

  it.each([
    ['a stop', 7, stop, 'lambda-release concurrency reserve checkout 0', 7],
    [
      'a start',
      0,
      (session: ReturnType<typeof aPool>) => clear(session),
      'lambda-release concurrency clear checkout',
      0,
    ],
    ['a reservation', 7, (session: ReturnType<typeof aPool>) => fifty(session), RESTORE.replace('7', '50'), 7],
  ] as const)(
    'is no "untouched", and its command is the one to run again: %s',
    async (_name, reserved, change, command, previous) => {
      for (const kind of ['lose', 'fail'] as const) {
        const write: Fault = {...LOST, kind};
        const session = aPool({reserved, faults: copyOf({...faults, putReserved: write, deleteReserved: write})});
        await expect(change(session)).rejects.toMatchObject({
          exitCode: 6,
          traffic: 'unknown',
          code: 'RESERVATION_UNCERTAIN',
          suggestions: [command],
          details: {previous},
        });
        session.concurrency.gate.always = undefined;
        await paste(session, command);
        expect(session.concurrency.held('checkout')).toBe(
          /reserve checkout (\d+)$/.exec(command) ? Number(command.split(' ').at(-1)) : undefined,
        );
      }
    },
  );

  it.each([
    ['clear', 0, (session: ReturnType<typeof aPool>) => clear(session), undefined],
    ['reserve', 7, (session: ReturnType<typeof aPool>) => fifty(session), 50],
  ] as const)('ends well when a read shows it: %s', async (_name, reserved, change, held) => {
    const session = aPool({reserved, faults: {putReserved: [LOST], deleteReserved: [LOST]}});
    expect(await change(session)).toMatchObject({changed: true, previousReserved: reserved});
    expect(session.concurrency.held('checkout')).toBe(held);
  });

  it('is untouched when a read shows the old value after every attempt', async () => {
    const fail: Fault = {kind: 'fail', error: awsError('NETWORK')};
    const session = aPool({faults: {putReserved: fail}});
    await expect(stop(session)).rejects.toMatchObject({exitCode: 4, traffic: 'untouched', code: 'NETWORK'});
    expect(session.concurrency.held('checkout')).toBe(7);
  });
});

it('a start does not need the account either', async () => {
  const session = aPool({reserved: 0, faults: {getAccountConcurrency: THROTTLED}});
  expect(await clear(session)).toMatchObject({changed: true, previousReserved: 0});
});

it('a reservation goes on without the account, and says so', async () => {
  const session = aPool({faults: {getAccountConcurrency: THROTTLED}});
  expect(await fifty(session)).toMatchObject({reserved: 50});
  expect(session.events.of('warning').map(({code}) => code)).toContain('POOL_UNKNOWN');
});

/** What a person does who runs the command that was printed. */
function paste(session: ReturnType<typeof aPool>, command: string) {
  const [, wanted] = /^lambda-release concurrency (?:reserve checkout (\d+)|clear checkout)$/.exec(command) ?? [];
  if (wanted === '0') return stop(session);
  return wanted === undefined ? clear(session) : fifty(session);
}

function clear(session: ReturnType<typeof aPool>) {
  return clearReservation(session, 'checkout', WANT, new AbortController().signal);
}

function fifty(session: ReturnType<typeof aPool>) {
  const peaks = {readPeaks: async () => ({byFunction: new Map<string, number>()})};
  const withPeaks = Object.assign(session, {concurrencyMetrics: peaks});
  return reserve(withPeaks, {functionName: 'checkout', wanted: 50}, WANT, new AbortController().signal);
}

function interruption(): InterruptedError {
  return new InterruptedError('SIGINT', 'Ended by SIGINT.', {code: 'INTERRUPTED', suggestions: []});
}

function fine(): Fault {
  return {kind: 'before', action: () => undefined};
}

function many(fault: Fault): Fault[] {
  return Array.from({length: 40}, () => fault);
}

function copyOf(faults: Record<string, Fault | Fault[]>): Record<string, Fault | Fault[]> {
  return Object.fromEntries(
    Object.entries(faults).map(([call, fault]) => [call, Array.isArray(fault) ? [...fault] : fault]),
  );
}
