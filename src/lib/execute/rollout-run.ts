import type {Judgement} from '../analysis/judgement.js';
import type {WeightChange} from '../analysis/weight-change.js';
import {joinDescription, previousAfterMove, restingDescription, splitDescription} from '../model/alias-description.js';
import type {AliasTarget} from '../model/alias-target.js';
import type {FailureCause} from '../model/failure-cause.js';
import {formatMarker, isWatching, type RolloutMarker, stepIndexOf} from '../model/rollout-marker.js';
import type {RolloutPlan} from '../plan/rollout-plan.js';
import type {AliasesPort} from '../ports/aliases.js';
import type {Clock} from '../ports/clock.js';
import type {EventSink} from '../ports/events.js';
import type {FunctionsPort} from '../ports/functions.js';
import type {LogsPort} from '../ports/logs.js';
import type {AliasMetrics, MetricsPort} from '../ports/metrics.js';
import {GuardedAlias} from './guarded-alias.js';
import type {RolloutRecord, ServedCounts} from './rollout-outcome.js';

export interface RolloutDeps {
  readonly aliases: AliasesPort;
  readonly metrics: MetricsPort;
  /** Functions and logs are only asked why a candidate failed. */
  readonly functions: FunctionsPort;
  readonly logs: LogsPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** One rollout while this process works on it. All that must survive the process is in the alias. */
export class RolloutRun {
  readonly deps: RolloutDeps;
  readonly plan: RolloutPlan;
  readonly signal: AbortSignal;
  readonly alias: GuardedAlias;
  /** All traffic to stable and the user's description, to the character. */
  readonly restored: AliasTarget;
  /** All traffic to the candidate and nothing left to watch. */
  readonly promoted: AliasTarget;
  /** Of the newest move; absent before the first. */
  marker: RolloutMarker | undefined;
  metrics: AliasMetrics = {minutes: [], throttles: []};
  judgement: Judgement | undefined;
  /** What the candidate's logs say, once they have been asked. */
  failureCauses: readonly FailureCause[] | undefined;
  /** When metrics were last read, epoch milliseconds. */
  readMs: number;
  stepsPassed = 0;
  readonly weights: WeightChange[] = [];
  /** Epoch milliseconds. */
  readonly startedMs: number;

  constructor(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal) {
    this.deps = deps;
    this.plan = plan;
    this.signal = signal;
    this.alias = new GuardedAlias(deps.aliases, plan.before);
    this.startedMs = deps.clock.now();
    this.readMs = this.startedMs;
    const {text, previous} = splitDescription(plan.before.description);
    this.restored = {stable: plan.stable, description: plan.before.description};
    this.promoted = {
      stable: plan.candidate,
      description: restingDescription(text, previousAfterMove(previous, plan.stable, plan.candidate)),
    };
  }

  /** The marker after one more move, made now. */
  nextMarker(minuteMs: number): RolloutMarker {
    const {rolloutId, stable, candidate, steps, watchMs, settingsDigest} = this.plan;
    const movedMs = [...(this.marker?.movedMs ?? []), minuteMs];
    return {rolloutId, stable, candidate, steps, watchMs, settingsDigest, movedMs, held: false};
  }

  /** The alias while the rollout is where the marker says. */
  targetOf(marker: RolloutMarker): AliasTarget {
    const {text, previous} = splitDescription(this.plan.before.description);
    const description = joinDescription(text, previous, formatMarker(marker));
    if (isWatching(marker)) return {stable: marker.candidate, description};
    const weightPercent = marker.steps[stepIndexOf(marker)]?.weightPercent ?? 0;
    return {stable: marker.stable, candidate: {version: marker.candidate, weightPercent}, description};
  }

  /** Whether nothing of ours has reached the alias, or can reach it any more. */
  get isUntouched(): boolean {
    return this.alias.state.revisionId === this.plan.before.revisionId && !this.alias.isUncertain;
  }

  record(): RolloutRecord {
    const {ref, rolloutId, stable, candidate, steps} = this.plan;
    return {
      ref,
      rolloutId,
      stable,
      candidate,
      stepCount: steps.length,
      stepsPassed: this.stepsPassed,
      startedMs: this.startedMs,
      endedMs: this.deps.clock.now(),
      weights: this.weights,
      served: {stable: this.#served(stable), candidate: this.#served(candidate)},
      throttles: this.metrics.throttles.reduce((sum, minute) => sum + minute.throttles, 0),
      ...(this.judgement && {judgement: this.judgement}),
      ...(this.failureCauses && {failureCauses: this.failureCauses}),
    };
  }

  #served(version: string): ServedCounts {
    const counts = {invocations: 0, errors: 0};
    for (const minute of this.metrics.minutes) {
      if (minute.version !== version) continue;
      counts.invocations += minute.invocations;
      counts.errors += minute.errors;
    }
    return counts;
  }
}
