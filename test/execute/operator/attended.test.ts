import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {BY_OPERATOR} from '../../../src/lib/execute/operator/tell-operated.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {watchRollout} from '../../../src/lib/execute/rollout/watch.js';
import {stepIndexOf} from '../../../src/lib/model/rollout/marker.js';
import {FakeOperator} from '../../fakes/fake-operator.js';
import {aProcess, DESCRIPTION, observed, Process, path, REF, START_MS} from '../rollout/rollout-world.js';

/** In the middle of the first step, and a second after it: long before whoever works on the rollout would look again. */
const AT_MS = START_MS + 95_000;
const SOON_MS = AT_MS + 5_000;

/** Presses a key in the process itself, whose own ports write for it. */
function operated(process: Process, action: 'hold' | 'promote' | 'abort') {
  const operator = new FakeOperator();
  const silent = {...process.deps, events: {emit: () => undefined}};
  const acts = {
    hold: () => holdRollout(silent, REF),
    abort: () => abortRollout(silent, REF),
    promote: () => promoteRollout(silent, {full: false}, observed(process.world.newest(REF))),
  };
  process.clock.at(AT_MS, () => operator.press(action, acts[action]));
  return {operator, deps: Object.assign(process.deps, {operator})};
}

describe('a key of the person at the live view', () => {
  it('takes everything back: the loop sees it at once and tells it as theirs', async () => {
    const process = aProcess();
    const {operator} = operated(process, 'abort');
    const outcome = await process.run();
    expect(outcome).toMatchObject({kind: 'rolledBack', cause: {kind: 'abortedElsewhere', message: BY_OPERATOR}});
    expect(process.clock.now()).toBeLessThan(SOON_MS);
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
    expect(process.events.of('abort.started')).toMatchObject([{reason: BY_OPERATOR}]);
    expect(process.events.of('abort.finished')).toMatchObject([{stable: '6', candidate: '7'}]);
    expect(process.events.of('rollout.endedElsewhere')).toEqual([]);
    expect(operator.attended[0]).toMatchObject({ref: REF, onInterrupt: 'abort'});
    expect(operator.hasLeft).toBe(true);
  });

  it('holds: the loop ends as held, traffic where it was', async () => {
    const process = aProcess();
    operated(process, 'hold');
    expect(await process.run()).toMatchObject({kind: 'held', cause: {kind: 'heldElsewhere', message: BY_OPERATOR}});
    expect(process.clock.now()).toBeLessThan(SOON_MS);
    expect(process.events.of('rollout.held')).toMatchObject([{reason: BY_OPERATOR}]);
    expect(process.world.newest(REF)?.candidate).toEqual({version: '7', weightPercent: 5});
  });

  it('promotes: the loop goes on from there, and tells the move once', async () => {
    const process = aProcess();
    const {operator} = operated(process, 'promote');
    expect(await process.run()).toMatchObject({kind: 'promoted', by: 'us'});
    expect(path(process.world)).toEqual(['7@5', '7@50', '7', '7']);
    expect(process.events.of('traffic.shifted').filter(({stepIndex}) => stepIndex === 1)).toHaveLength(1);
    expect(operator.attended.map(({marker}) => stepIndexOf(marker))).toEqual(expect.arrayContaining([0, 1, 2]));
  });

  it.each([
    ['abort', {kind: 'rolledBack', cause: {message: BY_OPERATOR}}, 'abort.finished'],
    ['hold', {kind: 'held', cause: {message: BY_OPERATOR}}, 'rollout.held'],
  ] as const)('of who only watches: %s', async (action, outcome, event) => {
    const process = aProcess();
    process.clock.at(AT_MS, () => undefined);
    process.gate.faults.set(5, {kind: 'dieBefore'});
    void process.run();
    await process.gate.death;
    process.clock.stop();
    const watcher = new Process(process.world, process.clock.now());
    const {operator, deps} = operated(watcher, action);
    const options = {ref: REF, settings: DEFAULT_SETTINGS};
    expect(await watchRollout(deps, options, watcher.controller.signal)).toMatchObject(outcome);
    expect(watcher.clock.now()).toBeLessThan(SOON_MS);
    expect(watcher.events.of(event)).toHaveLength(1);
    expect(operator.attended[0]).not.toHaveProperty('onInterrupt');
    expect(operator.hasLeft).toBe(true);
  });

  it('does not keep a signal waiting: what is under way is left to itself', async () => {
    const process = aProcess();
    const operator = new FakeOperator();
    Object.assign(process.deps, {operator});
    process.clock.at(AT_MS, () => {
      operator.press('abort', () => new Promise(() => undefined));
      process.interrupt();
    });
    expect(await process.run()).toMatchObject({kind: 'interrupted', traffic: 'restored'});
    expect(process.clock.now()).toBeLessThan(SOON_MS);
  });
});
