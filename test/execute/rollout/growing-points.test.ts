import {describe, expect, test} from 'vitest';
import {binomial, poisson, seededRandom} from '../../../src/lib/analysis/random.js';
import type {AwsClients} from '../../../src/lib/aws/clients.js';
import {CloudWatchMetrics} from '../../../src/lib/aws/cloudwatch/metrics.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {getMetricData} from '../../../src/lib/sandbox/cloudwatch/get-metric-data.js';
import {type MetricFault, MetricFaults} from '../../../src/lib/sandbox/cloudwatch/metric-faults.js';
import {MetricsStore} from '../../../src/lib/sandbox/cloudwatch/metrics-store.js';
import {InvocationMetrics} from '../../../src/lib/sandbox/runtime/invocation-metrics.js';
import {aProcess, path, REF, START_MS} from './rollout-world.js';

/** What comes in so long a time is one record. */
const SLICE_MS = 5_000;
const HISTORY_SLICE_MS = 60_000;
const USUAL_MS = 15_000;
const HISTORY_MS = 190 * 60_000;

/** The sandbox's time as a simulated clock tells it, so that no minute depends on how fast this machine is. */
class ToldClock extends SandboxClock {
  readonly #now: () => number;

  constructor(now: () => number) {
    super({speed: 1, originMs: 0});
    this.#now = now;
  }

  override now(): number {
    return this.#now();
  }
}

interface Scene {
  readonly perMinute: number;
  readonly errorRates: Readonly<Record<string, number>>;
  readonly faults: readonly Omit<MetricFault, 'seed'>[];
}

/** A whole release over the sandbox's CloudWatch, read by the product's own adapter, in simulated time. */
async function release({perMinute, errorRates, faults}: Scene, seed: number) {
  const process = aProcess();
  const clock = new ToldClock(() => process.clock.now());
  const late = new MetricFaults();
  faults.forEach((fault, index) => {
    late.add({...fault, seed: seed * 10 + index} as MetricFault);
  });
  const store = new MetricsStore(clock, {delayMs: USUAL_MS, faults: late});
  const metrics = new InvocationMetrics(store);
  const random = seededRandom(seed);
  let servedMs = START_MS - HISTORY_MS;

  const serveUntil = (nowMs: number) => {
    for (;;) {
      const sliceMs = servedMs < START_MS - HISTORY_SLICE_MS ? HISTORY_SLICE_MS : SLICE_MS;
      if (servedMs + sliceMs > nowMs) return;
      const state = process.world.at(REF, servedMs);
      const share = (state?.candidate?.weightPercent ?? 0) / 100;
      serve(state?.stable ?? '6', 1 - share, sliceMs);
      if (state?.candidate) serve(state.candidate.version, share, sliceMs);
      servedMs += sliceMs;
    }
  };
  const serve = (version: string, share: number, sliceMs: number) => {
    const count = poisson(random, (perMinute * share * sliceMs) / 60_000);
    const failed = binomial(random, count, errorRates[version] ?? 0);
    const target = {functionName: REF.functionName, version};
    const invoked = {target, alias: REF.alias, resource: `${REF.functionName}:${REF.alias}`};
    const [startedMs, endedMs] = [servedMs, servedMs + sliceMs];
    if (failed > 0) metrics.served(invoked, {startedMs, endedMs, durationMs: 20, failed: true, count: failed});
    if (count > failed)
      metrics.served(invoked, {startedMs, endedMs, durationMs: 20, failed: false, count: count - failed});
  };

  const client = {
    send: async ({input}: {readonly input: unknown}) => {
      serveUntil(process.clock.now());
      return getMetricData(store, clock, input);
    },
  };
  class GetMetricDataCommand {
    readonly input: unknown;
    constructor(input: unknown) {
      this.input = input;
    }
  }
  const clients = {cloudWatch: async () => ({client, sdk: {GetMetricDataCommand}})} as unknown as AwsClients;
  Object.assign(process.deps, {metrics: new CloudWatchMetrics(clients, process.clock)});
  const outcome = await process.run({steps: parseSteps('5%:5m, 25%:5m, 50%:5m'), watchMs: 60_000});
  return {outcome, path: path(process.world)};
}

const late = (metricName: string, version: string, share: number, delayMs: number) =>
  ({kind: 'delayed-metrics', metricName, version, share, delayMs}) as const;

describe('points that grow while they are read', () => {
  test.each([
    ["candidate's Invocations", [late('Invocations', '7', 1, 60_000), late('Invocations', '7', 0.6, 115_000)]],
    ["stable's Errors", [late('Errors', '6', 1, 60_000), late('Errors', '6', 0.6, 115_000)]],
    [
      'all of both, each by itself',
      ['6', '7'].flatMap((version) =>
        ['Invocations', 'Errors'].flatMap((metric) => [
          late(metric, version, 0.6, 60_000),
          late(metric, version, 0.4, 115_000),
        ]),
      ),
    ],
  ])('take no identical version back: %s', async (_name, faults) => {
    const {outcome} = await release({perMinute: 6_000, errorRates: {6: 0.05, 7: 0.05}, faults}, 1);
    expect(outcome.kind, JSON.stringify(outcome)).toBe('promoted');
  });

  test('still show a version that is worse', async () => {
    const faults = [late('Invocations', '7', 0.3, 60_000), late('Errors', '6', 0.3, 115_000)];
    const {outcome, path} = await release({perMinute: 6_000, errorRates: {6: 0.05, 7: 0.2}, faults}, 1);
    expect(outcome.kind).toBe('rolledBack');
    expect(path.at(-1)).toBe('6');
  });
});
