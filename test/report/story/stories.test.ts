import {describe, expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {storyFigures} from '../../../src/lib/report/story/figures.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample} from '../a-step-sample.js';
import {allOn, moved, of, promoted, ref, START_MS, started, storiesOf, takenBack, taking} from './a-release.js';

const weights = [
  {atMs: START_MS - 600_000, weightPercent: 5},
  {atMs: START_MS - 300_000, weightPercent: 25},
];
const steps = [{weightPercent: 5, bakeMs: 300_000}];
const joined: ReleaseEvent = {
  ...{type: 'rollout.joined', ref, rolloutId: 'k3x9a0', manner: 'resume', stable: '7', candidate: '8', steps},
  ...{stepIndex: 1, weights},
};

function weightsOf(events: readonly ReleaseEvent[]) {
  const [story] = storiesOf(events).all;
  return story?.moves.map(({candidate, stable}) => candidate?.weightPercent ?? (stable === '8' ? 100 : 0));
}

describe('the moves of a story', () => {
  it.each<[string, readonly ReleaseEvent[], readonly number[]]>([
    ['as they were told', [started, moved(0, 5), moved(1, 25), allOn('8')], [5, 25, 100]],
    ['those before somebody came to it', [joined, allOn('8')], [5, 25, 100]],
    ['once, where two tell them', [started, moved(0, 5), moved(1, 25), joined, moved(1, 25), allOn('8')], [5, 25, 100]],
    [
      'those that nobody told, by the next one',
      [started, moved(0, 5), {...allOn('7'), of: {...of, weights}} as ReleaseEvent],
      [5, 25, 0],
    ],
    ['and the way back', [joined, taking, allOn('7'), takenBack], [5, 25, 0]],
  ])('are there: %s', (_, events, expected) => {
    expect(weightsOf(events)).toEqual(expected);
  });
});

it('what a request costs before and after is a figure of its own', () => {
  const use = {memoryMb: 512, ephemeralStorageMb: 512, requests: 900, meanMs: 80};
  const cost: ReleaseEvent = {
    ...{type: 'cost.compared', ref, region: 'eu-west-1'},
    stable: {...use, version: '7', architecture: 'x86_64', usdPerMillion: 0.87},
    candidate: {...use, version: '8', architecture: 'arm64', meanMs: 100, usdPerMillion: 0.97},
  };
  const [story] = storiesOf([started, moved(0, 5), allOn('8'), promoted, cost]).all;
  const figure = (story ? storyFigures(story) : []).find(({name}) => name === 'A million requests');
  expect(figure?.value).toBe('$0.97, +11%');
  expect(figure?.note).toBe(
    'version 7: $0.87; 100 ms at 512 MB on arm64, before 80 ms at 512 MB on x86_64; on demand, prices of 2025-10-01, without init',
  );
  const {usdPerMillion: _none, ...unpriced} = {...use, version: '8', architecture: 'riscv64', usdPerMillion: 0};
  const [unknown] = storiesOf([started, {...cost, candidate: unpriced} as ReleaseEvent]).all;
  expect(unknown ? storyFigures(unknown).find(({name}) => name === 'A million requests')?.value : '').toBe(
    'no price is known here for riscv64 in eu-west-1',
  );
});

it('a minute that is told again is told as it grew', () => {
  const told = (invocations: number): ReleaseEvent => ({
    ...{type: 'sample.judged', ref, stepIndex: 0, elapsedMs: 0, bakeMs: 1, judgement: aJudgement()},
    sample: aStepSample({minutes: [{minuteMs: 0, stable: {invocations, errors: 0}}]}),
  });
  const [story] = storiesOf([started, told(5), told(6)]).all;
  expect(story?.minutes).toEqual([{minuteMs: 0, stable: {invocations: 6, errors: 0}}]);
  expect(story?.looks).toMatchObject([{weightPercent: 5}, {weightPercent: 5}]);
});

it('a release after one that has ended is a story of its own, and so is another rollout', () => {
  const again = {...started, rolloutId: 'zzzzzz', candidate: '9'} as ReleaseEvent;
  const {all} = storiesOf([started, moved(0, 5), allOn('8'), promoted, again]);
  expect(all.map(({version, rolloutId}) => [version, rolloutId])).toEqual([
    ['8', 'k3x9a0'],
    ['9', 'zzzzzz'],
  ]);
});

it('what happened is told in words, without the name that stands above it; what names no function belongs to the last', () => {
  const warning: ReleaseEvent = {type: 'warning', code: 'LATE', message: 'metrics are late'};
  const [story] = storiesOf([warning, started, warning, {type: 'heartbeat', message: 'still here'}]).all;
  expect(story?.happenings).toEqual([
    {timeMs: START_MS + 60_000, text: 'rollout k3x9a0 of version 8 over 7: 5%:5m, 25%:5m', isWarning: false},
    {timeMs: START_MS + 120_000, text: 'warning: metrics are late', isWarning: true},
  ]);
});
