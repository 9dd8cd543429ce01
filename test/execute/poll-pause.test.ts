import {expect, test} from 'vitest';
import {pollPauseMs} from '../../src/lib/execute/poll-pause.js';

test.each([
  [0, 100],
  [400, 100],
  [2_000, 500],
  [12_000, 3_000],
  [600_000, 3_000],
])('after %i ms of waiting AWS is asked again in %i ms', (elapsedMs, pauseMs) => {
  expect(pollPauseMs(elapsedMs)).toBe(pauseMs);
});
