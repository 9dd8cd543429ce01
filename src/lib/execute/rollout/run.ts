import type {Judgement} from '../../analysis/judgement.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import type {ReadingsBefore} from '../../analysis/signal-readings.js';
import {restingDescription, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasTarget} from '../../model/alias/target.js';
import type {FailureCause} from '../../model/failure-cause.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import {markerTarget, promotedTarget} from '../../model/rollout/marker-target.js';
import {weightChanges} from '../../plan/rollout/judgement.js';
import type {RolloutPlan} from '../../plan/rollout/plan.js';
import type {AliasesPort} from '../../ports/aliases.js';
import type {Clock} from '../../ports/clock.js';
import type {CommandsPort} from '../../ports/commands.js';
import type {EventSink} from '../../ports/events.js';
import type {FunctionsPort} from '../../ports/functions.js';
import type {InvokePort} from '../../ports/invoke.js';
import type {LogsPort} from '../../ports/logs.js';
import type {AliasMetrics, MetricsPort} from '../../ports/metrics.js';
import type {SignalsPort} from '../../ports/signals.js';
import {GuardedAlias} from '../alias/guarded-alias.js';
import type {RolloutRecord} from './outcome.js';
import {countServed} from './served-counts.js';

export interface RolloutDeps {
  readonly aliases: AliasesPort;
  readonly metrics: MetricsPort;
  readonly signals: SignalsPort;
  /** Functions and logs are only asked why a candidate failed. */
  readonly functions: FunctionsPort;
  readonly logs: LogsPort;
  /** For smoke tests and hooks. */
  readonly invoke: InvokePort;
  readonly commands: CommandsPort;
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
  /** Of the newest move; absent before the first, and before a resumed rollout has been claimed. */
  marker: RolloutMarker | undefined;
  metrics: AliasMetrics = {minutes: [], throttles: []};
  /** How things were before the rollout; read once. */
  before: ReadingsBefore | undefined;
  /** The newest judgement beside stable, and the newest one while the candidate had all traffic. */
  comparison: Judgement | undefined;
  watch: Judgement | undefined;
  /** What the candidate's logs say, once they have been asked. */
  failureCauses: readonly FailureCause[] | undefined;
  /** Since when nothing could be read, epoch milliseconds: the last sample, or the beginning of the bake. */
  readMs: number;
  stepsPassed = 0;
  readonly weights: WeightChange[] = [];
  /** When the rollout began, in whichever process; epoch milliseconds. */
  readonly startedMs: number;
  /** When this process began to work on it, epoch milliseconds. */
  readonly joinedMs: number;

  constructor(deps: RolloutDeps, plan: RolloutPlan, signal: AbortSignal) {
    this.deps = deps;
    this.plan = plan;
    this.signal = signal;
    this.alias = new GuardedAlias(deps.aliases, plan.before);
    this.joinedMs = deps.clock.now();
    this.startedMs = plan.resumed?.movedMs[0] ?? this.joinedMs;
    this.readMs = this.joinedMs;
    const {text, previous} = splitDescription(plan.before.description);
    this.restored = {stable: plan.stable, description: restingDescription(text, previous)};
    this.promoted = promotedTarget(plan.before.description, plan);
    if (plan.resumed) {
      this.weights.push(...weightChanges(plan.resumed));
      this.stepsPassed = stepIndexOf(plan.resumed);
    }
  }

  /** The marker after one more move, made now. */
  nextMarker(minuteMs: number): RolloutMarker {
    const {rolloutId, stable, candidate, steps, watchMs, settingsDigest, resumed} = this.plan;
    const movedMs = [...(this.marker?.movedMs ?? []), minuteMs];
    const marker = {rolloutId, stable, candidate, steps, watchMs, settingsDigest, movedMs, held: false};
    return resumed?.runner === undefined ? marker : {...marker, runner: resumed.runner};
  }

  /** The alias while the rollout is where the marker says. */
  targetOf(marker: RolloutMarker): AliasTarget {
    return markerTarget(this.plan.before.description, marker);
  }

  /** Takes what a person did to this rollout from elsewhere for the newest state of ours. */
  follow(alias: AliasState, marker: RolloutMarker): void {
    this.alias.follow(alias);
    this.weights.push(...weightChanges(marker).slice(this.marker?.movedMs.length ?? 0));
    this.marker = marker;
    this.stepsPassed = Math.max(this.stepsPassed, stepIndexOf(marker));
  }

  /** Whether this process has worked on it for as long as it was asked to. */
  get isWaitOver(): boolean {
    const {waitMs} = this.plan;
    return waitMs !== undefined && this.deps.clock.now() >= this.joinedMs + waitMs;
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
      ...countServed(this.metrics, this.plan),
      ...(this.comparison && {comparison: this.comparison}),
      ...(this.watch && {watch: this.watch}),
      ...(this.failureCauses && {failureCauses: this.failureCauses}),
    };
  }
}
