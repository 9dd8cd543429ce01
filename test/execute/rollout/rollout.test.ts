import {describe, expect, it} from 'vitest';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, aWorld, BAD, DESCRIPTION, GOOD, path, REF, SILENCE, START_MS, TOOK_BACK} from './rollout-world.js';

const MINUTE_MS = 60_000;

describe('a rollout', () => {
  it('promotes a good version step by step and leaves the description with the version before', async () => {
    const process = aProcess(GOOD);
    const outcome = await process.run();
    expect(outcome.kind).toBe('promoted');
    expect(path(process.world)).toEqual(['7@5', '7@50', '7', '7']);
    expect(process.world.newest(REF)).toMatchObject({stable: '7', description: 'Checkout, the live one. [7 was 6 5]'});
    expect(toRolloutError(outcome)).toBeUndefined();
    expect(outcome.record.weights.map((change) => change.weightPercent)).toEqual([5, 50, 100]);
    expect(outcome.record.stepsPassed).toBe(2);
  });

  it('moves traffic just after a full minute', async () => {
    const process = aProcess(GOOD);
    const outcome = await process.run();
    for (const {atMs} of outcome.record.weights) expect(atMs % MINUTE_MS).toBeLessThan(10_000);
    expect(outcome.record.weights[0]?.atMs).toBeGreaterThan(START_MS);
  });

  it('says in the alias which move AWS carried out too late in its minute', async () => {
    const process = aProcess(GOOD);
    let writes = 0;
    process.gate.always = (call) =>
      call === 'writeAlias' && writes++ < 5 ? {kind: 'fail', error: awsError('AWS_INTERNAL')} : undefined;
    const outcome = await process.run();
    expect(outcome.kind).toBe('promoted');
    const [, first, corrected, second] = process.world.momentsOf(REF).map(({atMs, alias}) => {
      const {marker} = splitDescription(alias.description);
      return [atMs % MINUTE_MS > 10_000, ...(marker?.movedMs ?? []).map((ms) => ms % MINUTE_MS > 0)];
    });
    expect(first).toEqual([true, false]);
    expect(corrected).toEqual([true, true]);
    expect(second).toEqual([false, true, false]);
  });

  it('says what happens in order', async () => {
    const process = aProcess(GOOD);
    await process.run({steps: parseSteps('5%:3m')});
    const told = process.events.types().filter((type) => type !== 'sample.judged');
    expect(told).toEqual([
      'rollout.started',
      'traffic.shifted',
      'bake.started',
      'gate.passed',
      'traffic.shifted',
      'rollout.promoted',
      'watch.started',
    ]);
  });

  it('takes a bad version back, and the description keeps its text to the character and says what was convicted', async () => {
    const process = aProcess(BAD);
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world)).toEqual(['7@5', '6']);
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
    expect(outcome.record.served.candidate.errors).toBeGreaterThan(0);
    expect(outcome.record.weights.map((change) => change.weightPercent)).toEqual([5, 0]);
    expect(outcome.record.comparison?.verdict).toBe('fail');
    const error = toRolloutError(outcome);
    expect(error).toMatchObject({exitCode: 5, code: 'ROLLED_BACK_ANALYSIS', traffic: 'restored'});
  });

  it('takes a version back that turns bad while it is watched', async () => {
    const process = aProcess((minuteMs) =>
      minuteMs < START_MS + 9 * MINUTE_MS ? GOOD : {...GOOD, errorRates: {7: 0.9}},
    );
    const outcome = await process.run({watchMs: 10 * MINUTE_MS});
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'analysis'}});
    expect(path(process.world)).toEqual(['7@5', '7@50', '7', '7@50', '6']);
    expect(process.world.newest(REF)?.description).toMatch(TOOK_BACK);
  });

  it('is an hour long in simulated time', async () => {
    const process = aProcess(GOOD);
    const outcome = await process.run({steps: parseSteps('1%:20m, 10%:20m, 50%:10m'), watchMs: 10 * MINUTE_MS});
    expect(outcome.kind).toBe('promoted');
    expect(outcome.record.endedMs - outcome.record.startedMs).toBeGreaterThanOrEqual(60 * MINUTE_MS);
  });

  it('moves all at once when there is no step, and watches', async () => {
    const process = aProcess(GOOD);
    const outcome = await process.run({steps: []});
    expect(outcome.kind).toBe('promoted');
    expect(path(process.world)).toEqual(['7', '7']);
  });

  it('leaves no marker in between when nothing is watched', async () => {
    const process = aProcess(GOOD);
    await process.run({steps: [], watchMs: 0});
    expect(process.world.momentsOf(REF).map(({alias}) => alias.description)).toEqual([
      DESCRIPTION,
      'Checkout, the live one. [7 was 6 5]',
    ]);
  });

  it('judges stable and candidate alike when both fail: it waits, then holds', async () => {
    const process = aProcess({invocations: 1_000, errorRates: {6: 0.5, 7: 0.5}});
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'incident'}});
    expect(path(process.world)).toEqual(['7@5', '7@5']);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, traffic: 'held'});
  });

  it('promotes the mend of a broken version, whose stable fails in every minute', async () => {
    const process = aProcess({invocations: 1_000, errorRates: {6: 0.35, 7: 0}});
    expect(await process.run()).toMatchObject({kind: 'promoted'});
    expect(process.events.of('step.extended')).toHaveLength(0);
  });

  it('goes on when the incident is over', async () => {
    const isOver = (minuteMs: number) => minuteMs > START_MS + 8 * MINUTE_MS;
    const process = aProcess((minuteMs) => (isOver(minuteMs) ? GOOD : {...GOOD, errorRates: {6: 0.5, 7: 0.5}}));
    const outcome = await process.run();
    expect(outcome.kind).toBe('promoted');
    expect(process.events.of('step.extended')).toHaveLength(1);
  });
});

describe('a rollout without traffic', () => {
  it('is extended, then held, never taken for healthy', async () => {
    const process = aProcess(SILENCE);
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'held', cause: {kind: 'inconclusive'}});
    expect(outcome.record.comparison?.verdict).toBe('undecided');
    expect(process.world.newest(REF)?.description).toMatch(/ held\]$/);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 7, code: 'HELD_INCONCLUSIVE'});
  });

  it.each([
    ['hold', 'held'],
    ['abort', 'rolledBack'],
    ['promote', 'promoted'],
  ] as const)('does what onInconclusive: %s says', async (onInconclusive, kind) => {
    const process = aProcess(SILENCE);
    expect((await process.run({onInconclusive})).kind).toBe(kind);
  });

  it('goes on when traffic comes while it waits', async () => {
    const process = aProcess((minuteMs) => (minuteMs > START_MS + 10 * MINUTE_MS ? GOOD : SILENCE));
    expect((await process.run()).kind).toBe('promoted');
  });
});

describe('a rollout interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s gives stable its traffic and ends with %i', async (signal, exitCode) => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => process.interrupt(signal));
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'interrupted', signal, traffic: 'restored'});
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
    expect(toRolloutError(outcome)).toMatchObject({exitCode, traffic: 'restored'});
  });

  it('before the first move leaves the alias untouched', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 1, () => process.interrupt());
    expect(await process.run()).toMatchObject({kind: 'interrupted', traffic: 'untouched'});
    expect(path(process.world)).toEqual([]);
  });

  it('holds where it is when told to', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => process.interrupt());
    expect(await process.run({onInterrupt: 'hold'})).toMatchObject({kind: 'interrupted', traffic: 'held'});
    expect(path(process.world)).toEqual(['7@5', '7@5']);
  });
});

describe('a rollout interrupted while AWS does not answer', () => {
  it.each(['fail', 'hang'] as const)('ends within five seconds with the repair (%s)', async (kind) => {
    const process = aProcess(GOOD);
    const signalMs = START_MS + 2 * MINUTE_MS;
    process.clock.at(signalMs, () => {
      process.gate.always = () => ({kind});
      process.interrupt();
    });
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'notRestored', cause: {kind: 'signal'}});
    expect(outcome.record.endedMs - signalMs).toBeLessThanOrEqual(5_000);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 6, traffic: 'not restored'});
  });

  it.each(['fail', 'hang'] as const)(
    'while it was restoring already is left within five seconds (%s)',
    async (kind) => {
      const process = aProcess(BAD);
      let writes = 0;
      let signalMs = 0;
      process.gate.always = (call) => {
        if (call !== 'writeAlias' || writes++ === 0) return undefined;
        if (signalMs === 0) {
          signalMs = process.clock.now() + MINUTE_MS;
          process.clock.at(signalMs, () => process.interrupt());
        }
        return {kind};
      };
      const outcome = await process.run();
      expect(outcome).toMatchObject({kind: 'notRestored', cause: {kind: 'analysis'}});
      expect(outcome.record.endedMs - signalMs).toBeLessThanOrEqual(5_000);
    },
  );
});

describe('a rollout beside others', () => {
  it('ends as rolled back when another process aborts it', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => {
      process.world.put({...REF, stable: '6', description: DESCRIPTION}, process.clock.now());
    });
    expect(await process.run()).toMatchObject({kind: 'rolledBack', cause: {kind: 'abortedElsewhere'}});
    expect(path(process.world)).toEqual(['7@5', '6']);
  });

  it('stops and touches nothing when somebody else moves the alias', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 2 * MINUTE_MS, () => {
      process.world.put({...REF, stable: '5', description: 'mine now'}, process.clock.now());
    });
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'takenOver', alias: {stable: '5'}});
    expect(path(process.world)).toEqual(['7@5', '5']);
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 6, code: 'TAKEN_OVER'});
  });

  it('names the version before where somebody else went to $LATEST, which no shift gives traffic', async () => {
    const process = aProcess(GOOD);
    process.clock.at(START_MS + 150_000, () => {
      process.world.put({...REF, stable: '$LATEST', description: 'mine now'}, process.clock.now());
    });
    const error = toRolloutError(await process.run());
    expect(error?.suggestions.at(-1)).toMatch(/: lambda-release shift checkout:live 6$/);
  });

  it('does not take its own lagging reads for somebody else', async () => {
    const process = aProcess(GOOD);
    process.gate.faults.set(0, {kind: 'after', action: () => (process.world.staleReads = 6)});
    expect((await process.run()).kind).toBe('promoted');
  });
});

describe('a rollout that cannot read', () => {
  it('bears five minutes without metrics, then takes the candidate back', async () => {
    const process = aProcess(GOOD);
    process.gate.always = (call) => (call === 'readAliasMetrics' ? {kind: 'fail'} : undefined);
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'blind'}});
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
  });

  it('counts the five minutes from when it last wanted to read, not from before a long hook', async () => {
    const process = aProcess(GOOD);
    let reads = 0;
    process.gate.always = (call) => (call === 'readAliasMetrics' && reads++ === 0 ? {kind: 'fail'} : undefined);
    const commands = {
      run: async () => {
        await process.clock.sleep(299_000);
        return {exitCode: 0, timedOut: false};
      },
    };
    const hooks = {beforeShift: {command: 'slow', folder: '/'}};
    const plan = process.plan({checks: {smoke: [], hooks}});
    const outcome = await runRollout({...process.deps, commands}, plan, process.controller.signal);
    expect(outcome.kind).toBe('promoted');
  });

  it('goes on when metrics come back in time', async () => {
    const process = aProcess(GOOD);
    const isOut = () => process.clock.now() < START_MS + 5 * MINUTE_MS;
    process.gate.always = (call) => (call === 'readAliasMetrics' && isOut() ? {kind: 'fail'} : undefined);
    expect((await process.run()).kind).toBe('promoted');
    expect(process.events.of('warning').map(({code}) => code)).toContain('SAMPLE_UNREAD');
  });
});

describe('an alias whose writes fail', () => {
  it('is tried again at once when a signal ends the wait between two attempts', async () => {
    const process = aProcess(BAD);
    const attempts: number[] = [];
    let signalMs = Number.POSITIVE_INFINITY;
    process.gate.always = (call) => {
      if (call !== 'writeAlias' || !process.events.types().includes('abort.started')) return undefined;
      attempts.push(process.clock.now());
      if (attempts.length === 7) {
        // In the middle of a pause of fifteen seconds.
        signalMs = process.clock.now() + 3_000;
        process.clock.at(signalMs, () => process.interrupt());
      }
      return process.clock.now() >= signalMs ? undefined : {kind: 'fail', error: awsError('AWS_INTERNAL')};
    };
    const outcome = await process.run();
    expect(outcome.kind).toBe('rolledBack');
    expect(attempts.filter((ms) => ms >= signalMs)).toHaveLength(1);
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: expect.stringMatching(TOOK_BACK)});
  });

  it('prints the repair when stable cannot be given its traffic back', async () => {
    const process = aProcess(BAD, aWorld("It's the live one."));
    let writes = 0;
    process.gate.always = (call) => (call === 'writeAlias' && writes++ > 0 ? {kind: 'fail'} : undefined);
    const outcome = await process.run();
    expect(outcome).toMatchObject({
      kind: 'notRestored',
      repair: [
        'lambda-release rollout abort checkout:live',
        `aws lambda update-alias --function-name checkout --name live --function-version 6 --routing-config '{"AdditionalVersionWeights":{}}' --description 'It'\\''s the live one.'`,
      ],
    });
    expect(toRolloutError(outcome)).toMatchObject({exitCode: 6, code: 'NOT_RESTORED', traffic: 'not restored'});
  });
});
