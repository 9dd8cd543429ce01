import {previousAfterMove, restingDescription, splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {AliasTarget} from '../../model/alias/target.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {RolloutStanding} from '../../model/rollout/standing.js';
import {formatTrafficSpec, type TrafficSpec, type TrafficSplit} from '../../model/rollout/traffic-spec.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Planned, Refusal} from '../refusal.js';
import {capacityRefusals, capacityWarnings} from './capacity.js';
import {provisionedRefusals, provisionedWarnings} from './provisioned.js';
import {standingRefusals} from './standing-refusals.js';
import {noSuchAlias, plannedMove, type TrafficMove} from './traffic-move.js';
import {pairRefusals, versionRefusals} from './version-refusals.js';

/**
 * One move to a wanted split. A running rollout and weights of others are walked over only by a split that resolves
 * exactly them: all traffic to one of the two versions, or, for weights of others, another share of the same candidate.
 * Of two versions the one that is stable stays it, whatever its share: AWS has failed writes that made the new version
 * primary and gave the old one the weight (aws-sdk-js-v3 issue 7254).
 */
export function planShift(split: TrafficSplit, observed: ObservedRollout): Planned<TrafficMove> {
  const {ref, alias, standing} = observed;
  if (!alias)
    return observed.functionExists
      ? noSuchAlias(ref, wholeOf(split))
      : missing(versionRefusals(observed, split[0].version), ref);
  const spec = candidateOf(split, alias);
  if (!spec) return {ok: false, refusals: [withoutStable(split, alias)]};
  const isWhole = spec.weightPercent === 100;
  // To take traffic off a version is a way back, whatever stable may answer.
  const takesMore = spec.version !== alias.stable && spec.weightPercent > 0;
  const refusals = [
    ...versionRefusals(observed, spec.version),
    ...(resolves(spec, alias, standing) ? [] : standingRefusals(alias, standing)),
    ...(isWhole ? [] : splitRefusals(spec, observed, alias)),
    ...(takesMore ? capacityRefusals(observed, spec.version) : []),
  ];
  const marker = 'marker' in standing ? standing.marker : undefined;
  return plannedMove(
    alias,
    {
      kind: 'shift',
      target: toTarget(spec, alias, standing),
      ...(marker && {rolloutId: marker.rolloutId}),
      warnings: [
        ...(isWhole ? provisionedWarnings(observed) : []),
        ...(takesMore ? capacityWarnings(observed, spec.version) : []),
      ],
    },
    refusals,
  );
}

/** The version that a split gives everything. */
function wholeOf([first, second]: TrafficSplit): Version | undefined {
  return second || first.weightPercent < 100 || first.version.startsWith('$') ? undefined : first.version;
}

/** The share to write: of two versions, that of the one that is not stable. `undefined` when neither is. */
function candidateOf([first, second]: TrafficSplit, {stable}: AliasState): TrafficSpec | undefined {
  if (!second) return first;
  return [first, second].some(({version}) => version === stable)
    ? [first, second].find(({version}) => version !== stable)
    : undefined;
}

function withoutStable(split: TrafficSplit, alias: AliasState): Refusal {
  const name = formatAliasRef(alias);
  const [older, newer] = [...split].sort((a, b) => compareVersions(a.version, b.version));
  const words = newer && formatTrafficSpec(newer);
  return {
    code: 'STABLE_NOT_IN_SPLIT',
    message: `Version ${alias.stable} is stable on ${name} and is not in this split; one write either moves all traffic or weighs a candidate beside stable.`,
    suggestions: [
      `Do it in two: lambda-release shift ${name} ${older?.version}, then lambda-release shift ${name} ${words}`,
    ],
    details: {stable: alias.stable},
  };
}

function toTarget(spec: TrafficSpec, alias: AliasState, standing: RolloutStanding): AliasTarget {
  const {text, ...note} = splitDescription(alias.description);
  // 0 % takes a candidate away; it is no candidate with nothing.
  if (spec.weightPercent === 0) return {stable: alias.stable, description: alias.description};
  if (spec.weightPercent < 100) return {stable: alias.stable, candidate: spec, description: alias.description};
  const from = 'marker' in standing && standing.marker ? standing.marker.stable : alias.stable;
  const description = restingDescription(text, previousAfterMove(note, from, spec.version));
  return {stable: spec.version, description};
}

function resolves(spec: TrafficSpec, alias: AliasState, standing: RolloutStanding): boolean {
  const isWhole = spec.weightPercent === 100;
  switch (standing.kind) {
    case 'idle':
      return true;
    case 'foreign':
      return spec.version === alias.candidate?.version || (isWhole && spec.version === alias.stable);
    case 'orphaned': {
      const involved = [alias.stable, alias.candidate?.version, standing.marker?.stable, standing.marker?.candidate];
      return isWhole && involved.includes(spec.version);
    }
    default:
      return isWhole && [standing.marker.stable, standing.marker.candidate].includes(spec.version);
  }
}

function splitRefusals(spec: TrafficSpec, observed: ObservedRollout, alias: AliasState): readonly Refusal[] {
  if (spec.version === alias.stable) {
    const name = formatAliasRef(alias);
    return [
      {
        code: 'SAME_VERSION',
        message: `Version ${spec.version} is stable on ${name}; a version cannot be its own candidate.`,
        suggestions: [
          `Say who gets the rest: lambda-release shift ${name} ${formatTrafficSpec(spec)} ${alias.candidate?.version ?? '<version>'}@${Number((100 - spec.weightPercent).toFixed(2))}`,
          `Or give it all traffic: lambda-release shift ${name} ${spec.version}`,
        ],
      },
    ];
  }
  const stable = observed.versions.get(alias.stable);
  const candidate = observed.versions.get(spec.version);
  return [
    ...versionRefusals(observed, alias.stable),
    ...(stable && candidate ? pairRefusals(stable, candidate) : []),
    ...provisionedRefusals(observed),
  ];
}

function missing([first]: readonly Refusal[], ref: ObservedRollout['ref']): Planned<TrafficMove> {
  return first ? {ok: false, refusals: [first]} : noSuchAlias(ref);
}
