import {describe, expect, it} from 'vitest';
import {clockFrom, createSandboxClock, systemClock} from '../../src/lib/aws/clock.js';

describe('clockFrom', () => {
  it('is the wall without LAMBDA_RELEASE_CLOCK', () => {
    expect(clockFrom({AWS_ENDPOINT_URL: 'http://127.0.0.1:4000'})).toBe(systemClock);
    expect(clockFrom({LAMBDA_RELEASE_CLOCK: ''})).toBe(systemClock);
  });

  it.each(['http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000', 'http://127.8.0.1'])(
    'is fast beside a sandbox at %s',
    (AWS_ENDPOINT_URL) => {
      const originMs = Date.now() - 60_000;
      const clock = clockFrom({AWS_ENDPOINT_URL, LAMBDA_RELEASE_CLOCK: `60@${originMs}`});
      expect(clock.now()).toBeGreaterThanOrEqual(originMs + 3_600_000);
    },
  );

  it.each([
    undefined,
    '',
    'nonsense',
    'https://lambda.eu-central-1.amazonaws.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'file://localhost/x',
  ])('refuses to be fast with AWS_ENDPOINT_URL=%s', (AWS_ENDPOINT_URL) => {
    const environment = {LAMBDA_RELEASE_CLOCK: '60@1763700000000', ...(AWS_ENDPOINT_URL && {AWS_ENDPOINT_URL})};
    expect(() => clockFrom(environment)).toThrow(expect.objectContaining({exitCode: 2, code: 'CLOCK_WITHOUT_SANDBOX'}));
  });
});

describe('sleep', () => {
  it('ends at once, without rejecting, when the signal is or gets aborted', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(2 ** 40, controller.signal);
    controller.abort();
    await sleeping;
    await systemClock.sleep(2 ** 40, controller.signal);
    expect(controller.signal.aborted).toBe(true);
  });

  it('passes sandbox time, not wall time', async () => {
    const clock = createSandboxClock({speed: 10_000, originMs: Date.now()});
    const beforeMs = clock.now();
    await clock.sleep(100_000);
    expect(clock.now() - beforeMs).toBeGreaterThanOrEqual(90_000);
  });
});
