import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {formatSteps, parseSteps} from '../../../src/lib/model/rollout/step.js';
import {trafficWindow} from '../../../src/lib/observe/forecast/forecast.js';
import {expectedTraffic} from '../../../src/lib/plan/forecast/expected-traffic.js';
import {type ForecastInput, foresee} from '../../../src/lib/plan/forecast/forecast.js';
import {bypassWarnings, forecastWarnings, lifetimeWarnings} from '../../../src/lib/plan/forecast/warnings.js';
import type {TrafficMinute} from '../../../src/lib/ports/traffic-history.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 2, 12, 0, 30);
const REF = {functionName: 'checkout', alias: 'live'};

function minutes(agoMs: number, lengthMs: number, invocations: number, errors = 0): TrafficMinute[] {
  const startMs = Math.floor((NOW - agoMs) / MINUTE_MS) * MINUTE_MS;
  return Array.from({length: lengthMs / MINUTE_MS}, (_, index) => ({
    minuteMs: startMs + index * MINUTE_MS,
    invocations,
    errors,
  }));
}

describe('expected traffic', () => {
  it('is the quieter of the last hour and this time yesterday', () => {
    const busy = [...minutes(25 * HOUR_MS, 3 * HOUR_MS, 20), ...minutes(2 * HOUR_MS, 2 * HOUR_MS, 100, 1)];
    const traffic = expectedTraffic(busy, NOW, 15 * MINUTE_MS);
    expect(traffic).toMatchObject({basis: 'yesterday', perMinute: 20, lastHourPerMinute: 100, yesterdayPerMinute: 20});
    expect(traffic.errorRate).toBeCloseTo(120 / (180 * 20 + 120 * 100), 6);
    const falling = [...minutes(25 * HOUR_MS, 3 * HOUR_MS, 200), ...minutes(2 * HOUR_MS, 2 * HOUR_MS, 100)];
    expect(expectedTraffic(falling, NOW, 0)).toMatchObject({basis: 'last-hour', perMinute: 100});
  });

  it('of an alias that is ten minutes old is measured over those', () => {
    const traffic = expectedTraffic(minutes(13 * MINUTE_MS, 10 * MINUTE_MS, 30), NOW, 0);
    expect(traffic).toMatchObject({basis: 'last-hour', perMinute: 30});
    expect(traffic).not.toHaveProperty('yesterdayPerMinute');
  });

  it('is none without any, and never more errors than requests', () => {
    expect(expectedTraffic([], NOW, 0)).toMatchObject({basis: 'none', perMinute: 0, errorRate: 0});
    expect(expectedTraffic(minutes(HOUR_MS, HOUR_MS, 0, 2), NOW, 0).errorRate).toBe(1);
  });

  it('reads whole minutes, a day and the hour before', () => {
    const {fromMs, toMs} = trafficWindow(NOW);
    expect(toMs - fromMs).toBe(25 * HOUR_MS);
    expect(toMs).toBe(NOW - 30_000);
  });
});

function forecastAt(perMinute: number, overrides: Partial<ForecastInput> = {}) {
  return foresee({
    steps: parseSteps('5%:5m, 25%:5m, 50%:5m, 75%:5m'),
    watchMs: 600_000,
    promoteEarly: false,
    settings: DEFAULT_SETTINGS,
    traffic: {basis: 'last-hour', perMinute, lastHourPerMinute: perMinute, errorRate: 0.001},
    ...overrides,
  });
}

describe('a forecast', () => {
  it('tells when each step begins and what it sees, and that more traffic sees more', () => {
    const {steps, shortestMs, expectedMs, longestMs, detectableRate, suggestion} = forecastAt(6000);
    expect(steps.map(({beginsMs}) => beginsMs)).toEqual([0, 5, 10, 15].map((minute) => minute * MINUTE_MS));
    // Five minutes less the one that has not settled; that of the move is of use.
    expect(steps[0]).toMatchObject({usableMinutes: 4, candidateInvocations: 1200, stableInvocations: 22_800});
    expect(steps.map(({compared}) => compared)).toEqual([true, true, true, false]);
    expect([shortestMs, expectedMs, longestMs]).toEqual([30, 30, 95].map((minute) => minute * MINUTE_MS));
    expect(suggestion).toBeUndefined();
    expect(detectableRate).toBeLessThan(forecastAt(600).detectableRate ?? 0);
    expect(detectableRate).toBeLessThan(steps[2]?.detectableRate ?? 0);
  });

  it('extends a step until it has the invocations it needs, and gives up where patience ends', () => {
    const slow = forecastAt(60);
    expect(slow.steps[0]).toMatchObject({expectedMs: 8 * MINUTE_MS, blind: false});
    expect(slow.expectedMs).toBe(33 * MINUTE_MS);
    const blind = forecastAt(6);
    expect(blind.steps[0]).toMatchObject({blind: true});
    expect(blind.steps[1]).not.toHaveProperty('beginsMs');
    expect(blind).not.toHaveProperty('expectedMs');
  });

  it('suggests steps that are long enough, and they are', () => {
    const {suggestion} = forecastAt(6);
    const longer = forecastAt(6, {steps: suggestion?.steps ?? []});
    expect(longer.steps.some(({blind}) => blind)).toBe(false);
    expect(longer).not.toHaveProperty('suggestion');
  });

  it('suggests only the larger weights where the small ones would take too long', () => {
    const weights = (perMinute: number) => forecastAt(perMinute).suggestion?.steps.map((step) => step.weightPercent);
    expect(weights(6)).toEqual([25, 50, 75]);
    expect(weights(20)).toEqual([5, 25, 50, 75]);
  });

  it('suggests what finds the regression that was named', () => {
    const missed = forecastAt(60, {detect: 0.02});
    expect(missed.detectableRate).toBeGreaterThan(0.02);
    const longer = forecastAt(60, {detect: 0.02, steps: missed.suggestion?.steps ?? []});
    expect(longer.detectableRate).toBeLessThanOrEqual(0.0205);
    expect(forecastAt(6, {detect: 0.002}).suggestion).toBeUndefined();
  });

  it('may be over sooner when steps may end early', () => {
    expect(forecastAt(6000, {promoteEarly: true}).shortestMs).toBe((4 * 3 + 10) * MINUTE_MS);
  });
});

describe('warnings of a forecast', () => {
  it('name a step that sees nothing and the steps that would', () => {
    const forecast = forecastAt(6);
    const [warning] = forecastWarnings(REF, forecast);
    expect(warning).toMatchObject({code: 'STEP_TOO_SHORT'});
    expect(warning?.message).toContain('at 5% for 5m');
    expect(warning?.message).toContain(`--steps "${formatSteps(forecast.suggestion?.steps ?? [])}"`);
  });

  it('say so where there is no traffic, where the regression is missed, and nothing where all is well', () => {
    const codes = (perMinute: number, overrides: Partial<ForecastInput> = {}) =>
      forecastWarnings(REF, forecastAt(perMinute, overrides)).map(({code}) => code);
    expect(codes(0)).toEqual(['NO_TRAFFIC']);
    expect(codes(60, {detect: 0.02})).toEqual(['REGRESSION_MISSED']);
    expect(codes(6000, {detect: 0.02})).toEqual([]);
  });

  it('list every way past the alias', () => {
    const [warning] = bypassWarnings('checkout', [
      {kind: 'eventSource', source: 'arn:aws:sqs:eu-west-1:1:orders', uuid: 'u'},
      {kind: 'functionUrl', authType: 'NONE'},
      {kind: 'permission', principal: 'apigateway.amazonaws.com', statementId: 'api', sourceArn: 'arn:aws:x'},
    ]);
    expect(warning?.code).toBe('ALIAS_BYPASSED');
    for (const part of ['arn:aws:sqs:eu-west-1:1:orders', 'function URL (NONE)', 'permission api of arn:aws:x']) {
      expect(warning?.message).toContain(part);
    }
    expect(bypassWarnings('checkout', [])).toEqual([]);
  });

  it('tell credentials and a job that may end before the release', () => {
    const times = {shortestMs: HOUR_MS / 2, longestMs: 2 * HOUR_MS};
    const codes = (
      credentials: Parameters<typeof lifetimeWarnings>[1]['credentials'],
      job?: Parameters<typeof lifetimeWarnings>[1]['job'],
    ) => lifetimeWarnings(times, {credentials, ...(job && {job}), nowMs: NOW}).map(({code}) => code);
    expect(codes({kind: 'until', expiresMs: NOW + HOUR_MS})).toEqual(['CREDENTIALS_EXPIRE']);
    expect(codes({kind: 'until', expiresMs: NOW + 3 * HOUR_MS})).toEqual([]);
    expect(codes({kind: 'renewed', expiresMs: NOW + MINUTE_MS})).toEqual([]);
    expect(codes({kind: 'unknown'})).toEqual(['CREDENTIALS_END_UNKNOWN']);
    const job = {system: 'GitLab CI', limitMs: 2.5 * HOUR_MS, isExact: true};
    expect(codes({kind: 'permanent'}, job)).toEqual([]);
    expect(codes({kind: 'permanent'}, {...job, startedMs: NOW - HOUR_MS})).toEqual(['JOB_TOO_SHORT']);
  });
});
