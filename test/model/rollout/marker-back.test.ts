import {describe, expect, it} from 'vitest';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import {
  afterMove,
  formatMarker,
  isBesideStable,
  isWatching,
  lateMove,
  movedBack,
  parseMarker,
  type RolloutMarker,
  stepIndexOf,
  weightsOf,
} from '../../../src/lib/model/rollout/marker.js';
import {markerTarget} from '../../../src/lib/model/rollout/marker-target.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';

const START_MS = Date.UTC(2026, 0, 1, 12);
const minute = (count: number) => START_MS + count * 60_000;

const watched: RolloutMarker = {
  rolloutId: 'k3x9a0',
  stable: '6',
  candidate: '7',
  steps: parseSteps('5%:5m, 50%:5m'),
  movedMs: [minute(0), minute(5), minute(10)],
  watchMs: 600_000,
  settingsDigest: '1a2b3c4d',
  held: false,
};
const back = movedBack(watched, lateMove(minute(14)));
const again = afterMove(back, minute(20));

describe('a rollout that was sent back beside stable', () => {
  it('is compared at half of the traffic, and afterwards watched once more', () => {
    expect(weightsOf(again)).toEqual([5, 50, 100, 50, 100]);
    expect([isBesideStable(back), isWatching(back)]).toEqual([true, false]);
    expect([isBesideStable(again), isWatching(again)]).toEqual([false, true]);
    expect([stepIndexOf(back), stepIndexOf(again)]).toEqual([2, 2]);
  });

  it('says so in its marker, which reads back', () => {
    expect(formatMarker(back)).toBe(
      `[lr1 k3x9a0 b/2 6>7 5,50:5m ${(START_MS / 60_000).toString(36)}+5+5<~4 w10m 1a2b3c4d]`,
    );
    for (const marker of [back, again, movedBack(watched, minute(15))]) {
      expect(parseMarker(formatMarker(marker))).toEqual(marker);
    }
  });

  it('goes back to the step it came from when that was above half', () => {
    const linear = {...watched, steps: parseSteps('25%:1m, 75%:1m'), movedMs: [minute(0), minute(1)]};
    const sentBack = movedBack(linear, minute(3));
    expect(weightsOf(afterMove(afterMove(sentBack, minute(9)), minute(10)))).toEqual([25, 75, 50, 75, 100]);
    expect(stepIndexOf(sentBack)).toBe(1);
    expect(parseMarker(formatMarker(afterMove(sentBack, minute(9))))).toEqual(afterMove(sentBack, minute(9)));
  });

  it('is a rollout of ours only while the routing is what the marker says', () => {
    const target = markerTarget('Checkout', back);
    expect(target).toMatchObject({stable: '6', candidate: {version: '7', weightPercent: 50}});
    const aliasArn = 'arn:aws:lambda:eu-west-1:111122223333:function:checkout:live';
    const alias = {functionName: 'checkout', alias: 'live', aliasArn, revisionId: 'rev-1', ...target};
    expect(rolloutStanding(alias)).toMatchObject({kind: 'running', marker: back});
    expect(rolloutStanding({...alias, candidate: {version: '7', weightPercent: 5}}).kind).toBe('orphaned');
    expect(splitDescription(target.description).marker).toEqual(back);
  });

  it('happens once, and only from above half', () => {
    const twice = formatMarker(again).replace(/ w10m/, '<5 w10m');
    const fromHalf = formatMarker(movedBack({...watched, movedMs: [minute(0), minute(5)]}, minute(7)));
    for (const text of [twice, fromHalf]) expect(() => parseMarker(text)).toThrow('not a rollout marker');
  });
});
