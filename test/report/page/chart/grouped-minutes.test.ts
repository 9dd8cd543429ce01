import {expect, it} from 'vitest';
import type {CountedMinute} from '../../../../src/lib/model/rollout/counted-minute.js';
import {groupedMinutes} from '../../../../src/lib/report/page/chart/grouped-minutes.js';

const minutes = (count: number): readonly CountedMinute[] =>
  Array.from({length: count}, (_, nth) => ({
    minuteMs: nth * 60_000,
    stable: {invocations: 10, errors: 1, slow: {p90: 2}},
    ...(nth % 2 === 0 && {candidate: {invocations: 1, errors: 0}}),
  }));

it('minutes that can be seen one by one stay so', () => {
  expect(groupedMinutes(minutes(100))).toEqual({groups: minutes(100), size: 1});
});

it('more of them are put together, and none is lost', () => {
  const {groups, size} = groupedMinutes(minutes(250));
  expect({size, count: groups.length}).toEqual({size: 5, count: 50});
  expect(groups[1]).toEqual({
    ...{minuteMs: 300_000, stable: {invocations: 50, errors: 5, slow: {p90: 10}}},
    candidate: {invocations: 2, errors: 0},
  });
  expect(groups.reduce((sum, {stable}) => sum + (stable?.invocations ?? 0), 0)).toBe(2500);
});
