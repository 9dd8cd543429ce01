import {expect, it, onTestFinished} from 'vitest';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {rateFor, speedOf} from '../../../src/lib/sandbox/traffic/default-rate.js';

it.each([
  [1, 10],
  [10, 40],
  [60, 240],
  [600, 300],
])('at %d times the wall, %d a second', (speed, rps) => {
  expect(rateFor(speed)).toBe(rps);
});

it('at 60 times, a step of five minutes at 5 % has far more than the 20 requests that it needs', () => {
  const aMinute = (rateFor(60) * 60) / 60;
  expect(aMinute * 0.05 * 5).toBeGreaterThanOrEqual(60);
});

it('a sandbox says how fast its clock runs', async () => {
  const sandbox = await startSandbox({speed: 42});
  onTestFinished(() => sandbox.close());
  expect(await speedOf(sandbox.endpoint)).toBe(42);
});

it('what is no sandbox of this machine is asked nothing, and what does not answer runs by the wall', async () => {
  expect(await speedOf('https://lambda.eu-west-1.amazonaws.com')).toBe(1);
  expect(await speedOf('http://127.0.0.1:1')).toBe(1);
  expect(await speedOf('nonsense')).toBe(1);
});
