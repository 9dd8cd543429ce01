import {type PublishedVersion, parseVersion, type Version} from '../../model/versions/version.js';
import type {ObservedPrune} from '../../observe/versions/prune.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {CodeStorage} from '../../ports/lambda/versions.js';
import type {Planned} from '../refusal.js';
import {unreadableAliases, type VersionUse, versionUses} from './version-uses.js';

export interface PruneSpec {
  /** How many of the newest versions that nothing points at are kept to go back to. */
  readonly keep: number;
  /** Versions younger than this are kept. */
  readonly graceMs: number;
}

export type KeepReason =
  | VersionUse
  /** The highest number: the next publish is compared with it. */
  | {readonly kind: 'newest'}
  | {readonly kind: 'reserve'}
  | {readonly kind: 'grace'}
  /** AWS gives no time for it that could be read. */
  | {readonly kind: 'ageUnknown'};

export interface KeptVersion {
  readonly version: Version;
  readonly reasons: readonly [KeepReason, ...KeepReason[]];
}

export interface PrunedVersion {
  readonly version: PublishedVersion;
  readonly zippedBytes: number;
  readonly modifiedAt: string;
  /** Somebody may begin a durable execution on it at any time: looked at again right before. */
  readonly isDurable?: true;
}

export interface PrunePlan {
  readonly functionName: string;
  /** Newest first. */
  readonly kept: readonly KeptVersion[];
  /** Oldest first, the order they are deleted in. */
  readonly removed: readonly PrunedVersion[];
  /** Sum of the packages, zipped: AWS does not tell how large a version is unzipped. */
  readonly freedBytes: number;
  readonly storage: CodeStorage;
}

/** What became of a plan. `spared` is needed since it was made, `left` was not tried any more. */
export interface PruneOutcome {
  readonly deleted: readonly PrunedVersion[];
  readonly spared: readonly {readonly version: Version; readonly uses: readonly VersionUse[]}[];
  readonly failed: readonly {readonly version: Version; readonly code: string; readonly message: string}[];
  readonly left: readonly Version[];
}

/**
 * What may go: every version that no alias names in its routing, its rollout or its `[was …]` note, that has no
 * provisioned concurrency, no event source and no durable execution that runs, is not the newest, not in the reserve and older than the grace period.
 * Refused while an alias carries a marker that cannot be read, for nobody can tell which versions that one needs.
 */
export function planPrune(observed: ObservedPrune, spec: PruneSpec, nowMs: number): Planned<PrunePlan> {
  const {functionName, aliases, storage} = observed;
  const [unreadable] = unreadableAliases(aliases);
  if (unreadable !== undefined) {
    return {
      ok: false,
      refusals: [
        {
          code: 'MARKER_UNREADABLE',
          message: `${functionName}:${unreadable} carries a rollout marker of another version of lambda-release; nobody can tell which versions it needs.`,
          suggestions: ['Prune with the version that began the rollout, or end the rollout first.'],
        },
      ],
    };
  }
  const newestFirst = observed.versions.toReversed();
  const uses = versionUses(observed);
  const reserve = new Set(
    newestFirst
      .filter(({version}) => !uses.has(version))
      .slice(0, spec.keep)
      .map(({version}) => version),
  );
  const kept: KeptVersion[] = [];
  const removed: PrunedVersion[] = [];
  for (const [index, configuration] of newestFirst.entries()) {
    const {version, zippedBytes, lastModified, isDurable} = configuration;
    const reasons: readonly KeepReason[] = [
      ...(uses.get(version) ?? []),
      ...(index === 0 ? [{kind: 'newest'} as const] : []),
      ...(reserve.has(version) ? [{kind: 'reserve'} as const] : []),
      ...ageReasons(configuration, spec.graceMs, nowMs),
    ];
    const [first, ...rest] = reasons;
    if (first) kept.push({version, reasons: [first, ...rest]});
    else
      removed.unshift({
        version: parseVersion(version),
        zippedBytes,
        modifiedAt: lastModified,
        ...(isDurable && {isDurable}),
      });
  }
  const freedBytes = removed.reduce((sum, {zippedBytes}) => sum + zippedBytes, 0);
  return {ok: true, plan: {functionName, kept, removed, freedBytes, storage}};
}

function ageReasons({modifiedMs}: FunctionConfiguration, graceMs: number, nowMs: number): readonly KeepReason[] {
  if (modifiedMs === undefined) return [{kind: 'ageUnknown'}];
  return nowMs - modifiedMs < graceMs ? [{kind: 'grace'}] : [];
}
