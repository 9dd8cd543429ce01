import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import type {CredentialLifetime} from '../../../src/lib/ports/credentials.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, DESCRIPTION, path, REF, resume, START_MS} from './rollout-world.js';

const MINUTE_MS = 60_000;
const SPEC = {steps: parseSteps('5%:20m'), watchMs: 0};

const at = (minute: number) => START_MS + minute * MINUTE_MS;
const until = (minute: number): CredentialLifetime => ({kind: 'until', expiresMs: at(minute)});
const renewed = (minute: number): CredentialLifetime => ({kind: 'renewed', expiresMs: at(minute)});

/** A process whose credentials are, asked at some time, as told. */
function withCredentials(lifetimeAt: (nowMs: number) => CredentialLifetime) {
  const process = aProcess();
  const asked: number[] = [];
  process.deps.credentials = {
    lifetime: async () => {
      asked.push(process.clock.now());
      return lifetimeAt(process.clock.now());
    },
  };
  return {process, asked};
}

describe('credentials that end in the middle of a rollout', () => {
  it('are used in time to give stable all traffic, when nobody renews them', async () => {
    const {process, asked} = withCredentials(() => until(15));
    const outcome = await process.run(SPEC);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'credentials'}});
    expect(path(process.world)).toEqual(['7@5', '6']);
    expect(process.world.newest(REF)?.description).toBe(DESCRIPTION);
    expect(outcome.record.endedMs).toBeGreaterThanOrEqual(at(12));
    expect(outcome.record.endedMs).toBeLessThan(at(13));
    const error = toRolloutError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_CREDENTIALS', traffic: 'restored'});
    expect(error?.message).toContain('The AWS credentials end in 3m, and nobody renews them.');
    expect(error?.suggestions.join('\n')).toContain('credentials that last longer');
    expect(process.events.of('abort.started')).toMatchObject([{reason: expect.stringContaining('credentials end')}]);
    expect(asked).toHaveLength(2);
  });

  it('are used in time to hold it, when that is asked for', async () => {
    const {process} = withCredentials(() => until(15));
    const outcome = await process.run({...SPEC, onInterrupt: 'hold'});
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, code: 'HELD_CREDENTIALS', traffic: 'held'});
    expect(path(process.world)).toEqual(['7@5', '7@5']);
    expect((await resume(aProcess(undefined, process.world))).kind).toBe('promoted');
  });

  it.each<[string, (nowMs: number) => CredentialLifetime]>([
    ['renews them when they are asked for again', (nowMs) => renewed(nowMs < at(10) ? 14 : 74)],
    ['gives out the old ones until shortly before their end', (nowMs) => renewed(nowMs < at(12.9) ? 14 : 74)],
    ['never tells their end', () => ({kind: 'unknown'})],
  ])('go on where the source %s', async (_name, lifetimeAt) => {
    expect((await withCredentials(lifetimeAt).process.run(SPEC)).kind).toBe('promoted');
  });

  it('are given up when their source gives the same again', async () => {
    const outcome = await withCredentials(() => renewed(15)).process.run(SPEC);
    expect(toRolloutError(outcome)?.message).toContain('end in 1m, and their source gives no later ones.');
  });

  it('are given up when they cannot be renewed, with the reason', async () => {
    const {process} = withCredentials((nowMs) => {
      if (nowMs < at(10)) return renewed(15);
      throw awsError('CREDENTIALS_EXPIRED');
    });
    const outcome = await process.run(SPEC);
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'credentials'}});
    expect(toRolloutError(outcome)?.message).toContain('they could not be renewed');
  });

  it('are no reason to give anything back when it has ended before', async () => {
    expect((await withCredentials(() => until(24)).process.run(SPEC)).kind).toBe('promoted');
  });
});

describe('a hook that runs while credentials end', () => {
  const checks = {smoke: [], hooks: {afterStep: {command: 'ask somebody', folder: '/'}}};

  /** A hook that is never done by itself. */
  async function asked(lifetime: CredentialLifetime, spec: Partial<RolloutSpec> = {}) {
    const {process} = withCredentials(() => lifetime);
    process.deps.commands.run = async ({timeoutMs}) => {
      await process.clock.sleep(timeoutMs);
      return {exitCode: 143, timedOut: true};
    };
    return {process, outcome: await process.run({...SPEC, checks, ...spec})};
  }

  it.each(['abort', 'hold'] as const)(
    'is ended before they do, and the version taken back: %s',
    async (onInterrupt) => {
      const {process, outcome} = await asked(until(25), {onInterrupt});
      expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'credentials'}});
      expect(outcome.record.endedMs).toBeLessThan(at(23));
      expect(path(process.world)).toEqual(['7@5', '6']);
      expect(toRolloutError(outcome)?.message).toMatch(/hook "ask somebody" was ended. The AWS credentials end in 3m/);
    },
  );

  it.each<[string, CredentialLifetime]>([
    ['end later', until(40)],
    ['are renewed', renewed(25)],
    ['do not say when they end', {kind: 'unknown'}],
  ])('has its five minutes where they %s', async (_name, lifetime) => {
    expect((await asked(lifetime)).outcome).toMatchObject({
      kind: 'rolledBack',
      cause: {kind: 'hook', message: expect.stringContaining('did not end within five minutes')},
    });
  });
});

describe('credentials that end before a rollout could be taken back', () => {
  it('do not begin it', async () => {
    const outcome = await withCredentials(() => until(2)).process.run(SPEC);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 3, code: 'CREDENTIALS_END', traffic: 'untouched'});
  });

  it('do not take it over from another process', async () => {
    const begun = aProcess();
    await begun.run({...SPEC, detach: true});
    const {process} = withCredentials(() => until(2));
    Object.assign(process, {world: begun.world});
    process.deps.aliases = begun.deps.aliases;
    const outcome = await resume(process);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 3, code: 'CREDENTIALS_END', traffic: 'untouched'});
    expect(path(begun.world)).toEqual(['7@5']);
  });

  it('may begin what others go on with', async () => {
    expect((await withCredentials(() => until(2)).process.run({...SPEC, detach: true})).kind).toBe('detached');
  });
});
