import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {isBesideStable, isWatching, type RolloutMarker, stepIndexOf} from '../../model/rollout/marker.js';
import type {Step} from '../../model/rollout/step.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import {toVersionNotes} from '../../model/versions/note.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import {httpErrorWarnings} from '../forecast/http-errors.js';
import type {Planned, Refusal} from '../refusal.js';
import {type StatedPolicy, saidOtherwise, type TravellingPolicy, withStated} from '../tick/kept-policy.js';
import {apiWarnings, canaryWarnings} from '../triggers/apis.js';
import {diffVersions} from '../versions/version-diff.js';
import {unevaluatedAlarms} from './alarms.js';
import {capacityWarnings} from './capacity.js';
import {noRollout} from './no-rollout.js';
import type {PlanWarning, RolloutPlan, RolloutSpec} from './plan.js';
import {patienceFor} from './rollout.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias} from './traffic-move.js';
import {apartness, versionRefusals} from './version-refusals.js';
import {rolloutWarnings} from './warnings.js';

/** What whoever goes on with a rollout may say; its steps and its watch are those it was begun with. */
export type ResumeSpec = Omit<RolloutSpec, 'candidate' | 'steps' | 'watchMs' | 'createAlias' | 'detach'> & {
  /** Four base-36 digits, never the same twice: of two that resume at once, one loses the race by them. */
  readonly runner: string;
  /** Judge by these settings although the rollout was begun with others. */
  readonly acceptSettings: boolean;
  /** What was kept of its policy, when it may be trusted. */
  readonly kept?: TravellingPolicy | undefined;
  readonly stated?: StatedPolicy;
};

/** The rest of the rollout that an alias carries, or every objection at once. It says nothing about who works on it. */
export function planResume(spec: ResumeSpec, observed: ObservedRollout): Planned<RolloutPlan> {
  const {ref, alias, standing} = observed;
  if (!alias) return noSuchAlias(ref);
  if (standing.kind === 'idle') return noRollout(alias);
  if (standing.kind === 'foreign' || standing.kind === 'orphaned') {
    const [first, ...rest] = standingRefusals(alias, standing);
    if (first) return {ok: false, refusals: [first, ...rest]};
    return noRollout(alias);
  }
  const {marker} = standing;
  const {stable, candidate, steps, watchMs, rolloutId} = marker;
  const versions = [observed.versions.get(stable), observed.versions.get(candidate)];
  const asked = settingsFor(spec.settings, versions);
  const differs = settingsDigest(asked) !== marker.settingsDigest;
  const command = `lambda-release rollout resume ${formatAliasRef(ref)} --accept-settings`;
  const kept = spec.acceptSettings || spec.stated?.settings === 'flags' ? undefined : spec.kept;
  const {settings, onInconclusive, promoteEarly, freeze} = kept
    ? withStated(kept, spec.stated)
    : {...spec, settings: asked};
  const digest = settingsDigest(settings);
  const refusals = [...versionRefusals(observed, stable), ...versionRefusals(observed, candidate)];
  if (differs && !spec.acceptSettings && !kept) refusals.push(otherSettings(ref, command));
  const [first, ...rest] = refusals;
  if (first) return {ok: false, refusals: [first, ...rest]};
  const {onInterrupt, waitMs, runner, checks, lease} = spec;
  const plan: RolloutPlan = {
    kind: 'rollout',
    ref,
    rolloutId,
    stable,
    candidate,
    steps,
    watchMs,
    settings,
    settingsDigest: digest,
    ...(marker.train && {train: marker.train}),
    onInconclusive,
    onInterrupt,
    promoteEarly,
    detach: false,
    ...(waitMs !== undefined && {waitMs}),
    ...(checks && {checks}),
    ...(lease && {lease}),
    patienceMs: patienceFor(steps),
    ...(freeze && {freeze}),
    ...apartness(versions[0], versions[1]),
    notes: toVersionNotes(versions[0]?.description, versions[1]?.description),
    ...(versions[0] && versions[1] && {changes: diffVersions(versions[0], versions[1])}),
    weights: weightsLeft(marker),
    leastMs: leastMs(marker),
    before: alias,
    resumed: {...marker, runner, settingsDigest: digest, held: false},
    ...(digest !== marker.settingsDigest && {acceptedSettings: true as const}),
    warnings: [
      ...(kept && differs && spec.stated?.settings === 'file' ? [saidOtherwise(ref, command)] : []),
      ...resumeWarnings({ref, settings}, observed, marker),
    ],
  };
  return {ok: true, plan};
}

/** What a person should know before going on; an alarm that is red has gone red in its course, or was told at its start. */
function resumeWarnings(
  spec: Pick<ResumeSpec, 'ref' | 'settings'>,
  observed: ObservedRollout,
  marker: RolloutMarker,
): readonly PlanWarning[] {
  const left = stepsLeft({resumed: marker});
  return [
    ...(left.length > 0 ? rolloutWarnings({steps: left, watchMs: marker.watchMs}) : []),
    ...unevaluatedAlarms(observed.alarms ?? []),
    ...httpErrorWarnings(spec.ref, observed.httpCallers, spec.settings),
    ...(left.length > 0 ? canaryWarnings(spec.ref, observed.apis) : []),
    ...apiWarnings(spec.ref, observed.apis),
    ...capacityWarnings(observed, marker.candidate),
  ];
}

/** The steps that a resumed rollout has not passed yet. */
export function stepsLeft({resumed}: Pick<RolloutPlan, 'resumed'>): readonly Step[] {
  return resumed ? resumed.steps.slice(stepIndexOf(resumed)) : [];
}

function weightsLeft(marker: RolloutMarker): readonly WeightPercent[] {
  if (isWatching(marker)) return [];
  // Compared beside stable once more, it goes back first to where it was.
  const next = isBesideStable(marker) ? stepIndexOf(marker) : stepIndexOf(marker) + 1;
  return [...marker.steps.slice(next).map((step) => step.weightPercent), 100];
}

/** What is left when the bake it is in begins anew, at most. */
function leastMs(marker: RolloutMarker): number {
  const left = marker.steps.slice(stepIndexOf(marker));
  return left.reduce((total, step) => total + step.bakeMs, marker.watchMs);
}

/** The objection to judging a rollout by other settings than it was begun with; `command` does so all the same. */
export function otherSettings(ref: ObservedRollout['ref'], command: string): Refusal {
  const name = formatAliasRef(ref);
  return {
    code: 'OTHER_SETTINGS',
    message: `The rollout of ${name} was begun with other analysis settings than these.`,
    suggestions: [
      'Give the flags or the release file it was begun with.',
      `Or judge by these from here on: ${command}`,
    ],
  };
}
