import {splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import type {Version} from '../../model/versions/version.js';
import type {ProvisionedConcurrency} from '../../ports/lambda/provisioned.js';
import type {EventSource} from '../../ports/lambda/triggers.js';

/** Why a version is needed. */
export type VersionUse =
  /** It has an alias's traffic, all of it or the rest beside a weight. */
  | {readonly kind: 'alias'; readonly alias: string}
  /** It has a weight on an alias. */
  | {readonly kind: 'weight'; readonly alias: string}
  /** An alias names it with weight 0, as a lease that has run leaves it: AWS would not delete it. */
  | {readonly kind: 'unweighted'; readonly alias: string}
  /** An alias's rollout names it, also one whose routing says otherwise by now. */
  | {readonly kind: 'rollout'; readonly alias: string}
  /** An alias's `[was …]` note names it: `rollback` goes there. */
  | {readonly kind: 'previous'; readonly alias: string}
  /** It has provisioned concurrency of its own. */
  | {readonly kind: 'provisioned'}
  /** An event source invokes this very version. */
  | {readonly kind: 'trigger'; readonly uuid: string}
  /** So many durable executions run on it, and can go on nowhere else. */
  | {readonly kind: 'executions'; readonly running: number};

export interface VersionPointers {
  readonly aliases: readonly AliasState[];
  readonly provisioned: readonly ProvisionedConcurrency[];
  /** Those of this function; absent where nobody asked for them. */
  readonly eventSources?: readonly EventSource[];
  /** Durable executions that run, by version; absent where nobody asked for them. */
  readonly executions?: ReadonlyMap<Version, number>;
}

/** Everything that points at a version, by version. What nothing points at is not in the map. */
export function versionUses({
  aliases,
  provisioned,
  eventSources = [],
  executions = new Map(),
}: VersionPointers): ReadonlyMap<Version, readonly VersionUse[]> {
  const uses = new Map<Version, VersionUse[]>();
  const add = (version: Version, use: VersionUse) => uses.set(version, [...(uses.get(version) ?? []), use]);
  for (const {alias, stable, candidate, unweighted, description} of aliases) {
    const {previous, marker} = splitDescription(description);
    add(stable, {kind: 'alias', alias});
    if (candidate) add(candidate.version, {kind: 'weight', alias});
    if (unweighted !== undefined) add(unweighted, {kind: 'unweighted', alias});
    for (const version of marker ? [marker.stable, marker.candidate] : []) add(version, {kind: 'rollout', alias});
    for (const version of previous) add(version, {kind: 'previous', alias});
  }
  for (const {qualifier} of provisioned) if (isVersion(qualifier)) add(qualifier, {kind: 'provisioned'});
  for (const {qualifier = '', uuid} of eventSources) if (isVersion(qualifier)) add(qualifier, {kind: 'trigger', uuid});
  for (const [version, running] of executions) if (running > 0) add(version, {kind: 'executions', running});
  return uses;
}

/** The aliases whose description ends in a marker that this version of the tool cannot read. */
export function unreadableAliases(aliases: readonly AliasState[]): readonly string[] {
  return aliases
    .filter(({description}) => splitDescription(description).unreadableMarker !== undefined)
    .map(({alias}) => alias);
}

// An alias name is never all digits (Lambda API).
function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier);
}
