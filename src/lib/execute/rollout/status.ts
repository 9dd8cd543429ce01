import type {Judgement} from '../../analysis/judgement.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import type {ReadingsDeps} from '../../observe/rollout/readings.js';
import type {ObserveDeps} from '../../observe/rollout/rollout.js';
import type {PlanWarning} from '../../plan/rollout/plan.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasMetrics} from '../../ports/metrics.js';
import type {EnginePort, Execution} from '../../ports/rollout/engine.js';
import type {KeptPoliciesPort} from '../../ports/rollout/kept-policies.js';
import type {Lease, LeasesPort} from '../../ports/rollout/leases.js';
import {standingExecution} from '../engine/standing-execution.js';
import {standingLease} from '../lease/standing-lease.js';
import {type AskedSettings, judgedBy} from '../tick/judged-by.js';
import {lookAtRollout} from '../tick/look.js';

export interface StatusDeps extends ObserveDeps, ReadingsDeps {
  readonly clock: Clock;
  readonly policies: KeptPoliciesPort;
  readonly leases: LeasesPort;
  readonly engine: EnginePort;
}

/** Where an alias and the rollout in it stand now. */
export interface RolloutStatus {
  readonly ref: AliasRef;
  /** Absent when there is no such alias. */
  readonly alias?: AliasState;
  readonly standing: RolloutStanding;
  readonly nowMs: number;
  /** Of the running or watched rollout, from its first minute. */
  readonly metrics?: AliasMetrics;
  readonly judgement?: Judgement;
  /** Of a rollout that is not watched yet. */
  readonly lease?: Lease;
  /** What drives it on AWS's side, or did. */
  readonly execution?: Execution;
  /** That it was judged by other settings than were asked for, or than its own driver judges by. */
  readonly warnings: readonly PlanWarning[];
}

/** Reads an alias and judges the rollout it carries, by the look of a tick, and changes nothing. Throws AwsError. */
export async function observeRolloutStatus(
  deps: StatusDeps,
  ref: AliasRef,
  asked: AskedSettings,
  signal: AbortSignal = new AbortController().signal,
): Promise<RolloutStatus> {
  const {aliases, clock} = deps;
  const alias = await aliases.getAlias(ref, signal);
  const nowMs = clock.now();
  if (!alias) return {ref, standing: {kind: 'idle'}, nowMs, warnings: []};
  const standing = rolloutStanding(alias);
  if (standing.kind !== 'running' && standing.kind !== 'watching') return {ref, alias, standing, nowMs, warnings: []};
  const {marker} = standing;
  const {settings, warnings} = await judgedBy(deps, {ref, marker}, asked, signal);
  // A status is told whole; the events of a look are for whoever follows a rollout.
  const look = await lookAtRollout({...deps, events: {emit: () => undefined}}, {ref, marker, settings}, signal);
  if (look.kind === 'unread') throw look.error;
  const {metrics, judgement} = look;
  const lease = standing.kind === 'running' && (await standingLease(deps, ref, marker.rolloutId, signal));
  const execution = await standingExecution(deps, alias, marker.rolloutId, signal);
  const driven = {...(lease && {lease}), ...(execution && {execution})};
  return {ref, alias, standing, nowMs: look.nowMs, metrics, judgement, warnings, ...driven};
}
