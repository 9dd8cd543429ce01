import {describe, expect, it} from 'vitest';
import type {WatchedMetric} from '../../../src/lib/analysis/settings.js';
import {observeVersionLoad} from '../../../src/lib/observe/rollout/version-load.js';

const ref = {functionName: 'checkout', alias: 'live'};
const SPAN = {fromMs: 0, toMs: 300_000};

function signalsWith(values: Readonly<Record<string, number>>) {
  const asked: WatchedMetric[] = [];
  const readMetrics = async (metrics: readonly WatchedMetric[]) => {
    asked.push(...metrics);
    return metrics.map(({name}) => ({name, points: name in values ? [{atMs: 0, value: values[name] as number}] : []}));
  };
  return {asked, signals: {readMetrics}};
}

describe('the load of a version', () => {
  it('is requests a minute and percentiles of the whole span, by alias and version', async () => {
    const {asked, signals} = signalsWith({'7 SampleCount': 1000, '7 p50': 12, '7 p99': 80, '8 SampleCount': 50});
    const loads = await observeVersionLoad({signals}, {ref, versions: ['7', '8'], ...SPAN});
    expect([...loads]).toEqual([
      ['7', {perMinute: 200, p50Ms: 12, p99Ms: 80}],
      ['8', {perMinute: 10}],
    ]);
    expect(asked).toHaveLength(6);
    expect(asked[0]).toMatchObject({
      ...{namespace: 'AWS/Lambda', metric: 'Duration', stat: 'SampleCount', periodSeconds: 300},
      dimensions: {FunctionName: 'checkout', Resource: 'checkout:live', ExecutedVersion: '7'},
    });
  });

  it('is nothing of a version that CloudWatch has no calls of', async () => {
    const {signals} = signalsWith({'7 SampleCount': 10});
    const loads = await observeVersionLoad({signals}, {ref, versions: ['7', '8'], ...SPAN});
    expect([...loads.keys()]).toEqual(['7']);
  });
});
