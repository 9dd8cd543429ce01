import {type CountPair, stageName, type WatchedMetric, type WatchedStage} from '../../src/lib/analysis/settings.js';
import type {
  AlarmReading,
  EventMinute,
  LatencyMinutes,
  MetricReading,
  PairReading,
  SlowThresholds,
  StageMinute,
  StageReading,
} from '../../src/lib/analysis/signal-readings.js';
import type {SignalsPort, TimeSpan} from '../../src/lib/ports/signals.js';
import type {CallGate} from './call-gate.js';

const MINUTE_MS = 60_000;

/** CloudWatch beside invocations and errors, from scripts by time. All is quiet until a test says otherwise. */
export class FakeSignals implements SignalsPort {
  thresholds: SlowThresholds = {p90Ms: 100, p99Ms: 200, invocations: 100_000};
  latency: (query: TimeSpan & {readonly versions: readonly string[]}) => LatencyMinutes = () => ({
    kind: 'counts',
    minutes: [],
  });
  events: (minuteMs: number) => Omit<EventMinute, 'minuteMs'> = () => ({received: 0, lost: 0});
  alarms: readonly AlarmReading[] = [];
  pairs: (version: string, minuteMs: number) => {readonly invocations?: number; readonly errors?: number} = () => ({});
  stages: (name: string, minuteMs: number) => Omit<StageMinute, 'minuteMs'> = () => ({requests: 0, serverErrors: 0});
  points: (name: string, atMs: number) => number | undefined = () => undefined;
  readonly #gate: CallGate;

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  readThresholds(_query: unknown, signal?: AbortSignal): Promise<SlowThresholds> {
    return this.#gate.pass('readThresholds', signal, () => this.thresholds);
  }

  readLatency(query: TimeSpan & {readonly versions: readonly string[]}, signal?: AbortSignal): Promise<LatencyMinutes> {
    return this.#gate.pass('readLatency', signal, () => this.latency(query));
  }

  readEvents(span: TimeSpan, signal?: AbortSignal): Promise<readonly EventMinute[]> {
    return this.#gate.pass('readEvents', signal, () =>
      startsOf(span, MINUTE_MS).map((minuteMs) => ({minuteMs, ...this.events(minuteMs)})),
    );
  }

  readMetrics(
    metrics: readonly WatchedMetric[],
    span: TimeSpan,
    signal?: AbortSignal,
  ): Promise<readonly MetricReading[]> {
    return this.#gate.pass('readMetrics', signal, () =>
      metrics.map(({name, periodSeconds}) => ({
        name,
        points: startsOf(span, periodSeconds * 1000).flatMap((atMs) => {
          const value = this.points(name, atMs);
          return value === undefined ? [] : [{atMs, value}];
        }),
      })),
    );
  }

  readStages(stages: readonly WatchedStage[], span: TimeSpan, signal?: AbortSignal): Promise<readonly StageReading[]> {
    return this.#gate.pass('readStages', signal, () =>
      stages.map(stageName).map((name) => ({
        name,
        minutes: startsOf(span, MINUTE_MS).map((minuteMs) => ({minuteMs, ...this.stages(name, minuteMs)})),
      })),
    );
  }

  readPairs(
    {pairs, versions, ...span}: TimeSpan & {readonly pairs: readonly CountPair[]; readonly versions: readonly string[]},
    signal?: AbortSignal,
  ): Promise<readonly PairReading[]> {
    return this.#gate.pass('readPairs', signal, () =>
      pairs.map(({name}) => ({
        name,
        minutes: versions.flatMap((version) =>
          startsOf(span, MINUTE_MS).map((minuteMs) => ({minuteMs, version, ...this.pairs(version, minuteMs)})),
        ),
      })),
    );
  }

  readAlarms(names: readonly string[], signal?: AbortSignal): Promise<readonly AlarmReading[]> {
    return this.#gate.pass('readAlarms', signal, () =>
      names.map((name) => this.alarms.find((alarm) => alarm.name === name) ?? {name, state: 'OK'}),
    );
  }
}

function startsOf({fromMs, toMs}: TimeSpan, periodMs: number): number[] {
  return Array.from({length: Math.floor((toMs - fromMs) / periodMs)}, (_, index) => fromMs + index * periodMs);
}
