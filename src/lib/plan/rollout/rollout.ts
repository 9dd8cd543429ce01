import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Step} from '../../model/rollout/step.js';
import {isSameCode} from '../../model/versions/content-note.js';
import {toVersionNotes} from '../../model/versions/note.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {stagedProvisioning, stagedRefusals, stagedWarnings} from '../concurrency/staged.js';
import {engineRefusals} from '../engine/refusals.js';
import {httpErrorWarnings} from '../forecast/http-errors.js';
import {freezeOfRollout} from '../freeze/rollout-freeze.js';
import {kindRefusals, tenantRefusals} from '../publish/function-refusals.js';
import type {Planned, Refusal} from '../refusal.js';
import {apiWarnings, canaryRefusals} from '../triggers/apis.js';
import {diffVersions} from '../versions/version-diff.js';
import {warmWarnings} from '../warm/room.js';
import {alarmRefusals, alarmWarnings} from './alarms.js';
import {markerRoomRefusals} from './marker-room.js';
import type {CreateAliasPlan, RolloutPlan, RolloutSpec} from './plan.js';
import {provisionedRefusals, provisionedWarnings} from './provisioned.js';
import {shortId} from './short-id.js';
import {standingRefusals} from './standing-refusals.js';
import {apartness, pairRefusals, versionRefusals} from './version-refusals.js';
import {rolloutWarnings} from './warnings.js';

const PATIENCE_MS = 900_000;
const BAKES_OF_PATIENCE = 2;
const CALLS_OF_ROLLOUT = {
  who: 'smoke tests and warming name none',
  suggestion: 'Take them out, and call it by a hook: hooks: {beforeShift: ./call-with-a-tenant.sh}.',
};

/**
 * The rollout of a candidate, or every objection at once. An alias that does not exist yet becomes a `create-alias`
 * plan when the spec says so. `nowMs` goes into the rollout's id only.
 */
export function planRollout(
  spec: RolloutSpec,
  observed: ObservedRollout,
  nowMs: number,
): Planned<RolloutPlan | CreateAliasPlan> {
  const {alias} = observed;
  const refusals = [...versionRefusals(observed, spec.candidate)];
  if (!alias) {
    if (!spec.createAlias && observed.functionExists) refusals.push(noAlias(spec));
    refusals.push(...candidateRefusals(spec, observed));
    const plan: CreateAliasPlan = {
      kind: 'create-alias',
      ref: spec.ref,
      candidate: spec.candidate,
      ...(spec.checks && {checks: spec.checks}),
      warnings: [
        {
          code: 'FIRST_RELEASE',
          message: `${formatAliasRef(spec.ref)} is created with all traffic on version ${spec.candidate}: there is nothing to compare it with or to go back to.`,
        },
      ],
    };
    return planned(plan, refusals);
  }
  const plan = toPlan(spec, observed, alias, nowMs);
  refusals.push(...aliasRefusals(spec, observed, alias), ...alarmRefusals(observed.alarms ?? []));
  refusals.push(...engineRefusals(spec));
  refusals.push(
    ...markerRoomRefusals(alias.description, {marker: firstMarker(plan, nowMs), patienceMs: plan.patienceMs}),
  );
  return planned(plan, refusals);
}

/** How long past its bake a step of these may wait, milliseconds. */
export function patienceFor(steps: readonly Step[]): number {
  return Math.max(PATIENCE_MS, BAKES_OF_PATIENCE * Math.max(0, ...steps.map((step) => step.bakeMs)));
}

function toPlan(spec: RolloutSpec, observed: ObservedRollout, alias: AliasState, nowMs: number): RolloutPlan {
  const {ref, candidate, steps, watchMs, onInconclusive, onInterrupt, promoteEarly, detach, waitMs, checks} = spec;
  const {lease, engine, tells, train} = spec;
  const patienceMs = patienceFor(steps);
  const leastMs = steps.reduce((total, step) => total + step.bakeMs, watchMs);
  const freeze = freezeOfRollout(spec.freeze, nowMs, leastMs + steps.length * patienceMs);
  const [stable, released] = [observed.versions.get(alias.stable), observed.versions.get(candidate)];
  const settings = settingsFor(spec.settings, [stable, released]);
  const staged = stagedProvisioning(spec, observed, alias);
  return {
    kind: 'rollout',
    ref,
    rolloutId: shortId([formatAliasRef(ref), alias.revisionId, candidate, String(nowMs)]),
    stable: alias.stable,
    candidate,
    steps,
    watchMs,
    settings,
    settingsDigest: settingsDigest(settings),
    onInconclusive,
    onInterrupt,
    promoteEarly,
    detach,
    ...(waitMs !== undefined && {waitMs}),
    ...(checks && {checks}),
    ...(staged && {staged}),
    // All at once leaves nothing to give back but the watch, which is not leased.
    ...(lease && steps.length > 0 && {lease}),
    ...(engine && {engine}),
    ...(tells && {tells}),
    ...(train && {train}),
    patienceMs,
    ...(freeze && {freeze}),
    ...apartness(stable, released),
    notes: toVersionNotes(stable?.description, released?.description),
    ...(stable && released && {changes: diffVersions(stable, released)}),
    ...(stable && released && isSameCode(stable, released) && {sameCode: true as const}),
    weights: [...steps.map((step) => step.weightPercent), 100],
    leastMs,
    before: alias,
    warnings: [
      ...rolloutWarnings(spec),
      ...alarmWarnings(observed.alarms ?? []),
      ...httpErrorWarnings(ref, observed.httpCallers, settings),
      ...stagedWarnings(spec, observed, alias),
      ...apiWarnings(ref, observed.apis),
      ...warmWarnings(observed, checks?.warm),
      ...(steps.length === 0 ? provisionedWarnings(observed) : []),
    ],
  };
}

function firstMarker(plan: RolloutPlan, nowMs: number) {
  return {...plan, movedMs: [nowMs], held: false};
}

function aliasRefusals(spec: RolloutSpec, observed: ObservedRollout, alias: AliasState): readonly Refusal[] {
  const name = formatAliasRef(spec.ref);
  const underWay = standingRefusals(alias, observed.standing);
  if (underWay.length > 0) return underWay;
  if (alias.stable === spec.candidate) {
    return [
      {
        code: 'SAME_VERSION',
        message: `${name} serves version ${spec.candidate} with all its traffic already.`,
        suggestions: ['Publish a change first, or name another version.'],
        details: {version: spec.candidate},
      },
    ];
  }
  const stable = observed.versions.get(alias.stable);
  const candidate = observed.versions.get(spec.candidate);
  const refusals = [...versionRefusals(observed, alias.stable), ...candidateRefusals(spec, observed)];
  // All at once never puts two versions behind the alias, so they may differ.
  if (stable && candidate && spec.steps.length > 0) refusals.push(...pairRefusals(stable, candidate));
  refusals.push(
    ...(spec.steps.length > 0 ? [...provisionedRefusals(observed), ...canaryRefusals(spec.ref, observed.apis)] : []),
  );
  refusals.push(...stagedRefusals(spec, observed, alias));
  return refusals;
}

/** What the kind of function does not allow, with an alias to move and with one to create. */
function candidateRefusals(spec: RolloutSpec, {versions}: ObservedRollout): readonly Refusal[] {
  const candidate = versions.get(spec.candidate);
  if (!candidate) return [];
  const calls = (spec.checks?.smoke ?? []).length > 0 || spec.checks?.warm !== undefined;
  return [...kindRefusals(candidate), ...(calls ? tenantRefusals(candidate, CALLS_OF_ROLLOUT) : [])];
}

function noAlias(spec: RolloutSpec): Refusal {
  return {
    code: 'ALIAS_NOT_FOUND',
    message: `${formatAliasRef(spec.ref)} does not exist.`,
    suggestions: [`Create it with all traffic on version ${spec.candidate}: add --create`],
  };
}

function planned<Plan>(plan: Plan, [first, ...rest]: readonly Refusal[]): Planned<Plan> {
  return first ? {ok: false, refusals: [first, ...rest]} : {ok: true, plan};
}
