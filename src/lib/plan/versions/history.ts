import {splitDescription} from '../../model/alias/description.js';
import type {AliasState} from '../../model/alias/state.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import type {VersionChange} from '../../model/versions/version-change.js';
import type {ObservedVersions} from '../../observe/versions/versions.js';
import {type PublishedVersion, toPublishedVersion} from './published-version.js';
import type {RecordedEvent} from './recorded-event.js';
import {type Fate, recordedFates} from './recorded-fate.js';
import {diffVersions} from './version-diff.js';

/**
 * What became of a version on an alias, as far as the alias knows. `kept`: had all traffic and was followed by a newer
 * one. `taken back by its lease`: whoever rolled it out was gone, and AWS gave stable all traffic. `not kept`: never had all traffic of it, or was taken back; the alias does not tell these apart. `unknown`: older
 * than its memory.
 */
export type Verdict = 'serving' | 'candidate' | 'kept' | 'taken back by its lease' | 'not kept' | 'unknown';

export interface HistoryEntry extends PublishedVersion {
  /** Against the version before that still exists; absent when there is none. */
  readonly changes?: readonly VersionChange[];
  readonly verdicts: readonly {readonly alias: string; readonly verdict: Verdict; readonly fate?: Fate}[];
}

/**
 * A function's versions as a history, newest first; verdicts of one alias, or of all there are, and what the function's record,
 * or else the alias itself, says of each.
 */
export function toHistory(
  {versions, aliases}: Pick<ObservedVersions, 'versions' | 'aliases'>,
  alias?: string,
  record: readonly RecordedEvent[] = [],
): readonly HistoryEntry[] {
  const asked = aliases.filter((each) => alias === undefined || each.alias === alias);
  const fates = new Map(asked.map((each) => [each.alias, recordedFates(record, each.alias)]));
  return versions
    .map((configuration, index) => {
      const {version} = configuration;
      const before = versions[index - 1];
      return {
        ...toPublishedVersion(configuration),
        ...(before && {changes: diffVersions(before, configuration)}),
        verdicts: asked.map((each) => {
          const fate = fates.get(each.alias)?.get(version) ?? notedFate(version, each);
          return {alias: each.alias, verdict: verdictOf(version, each), ...(fate && {fate})};
        }),
      };
    })
    .toReversed();
}

/** What the alias itself says of a version that it has taken back. */
function notedFate(version: Version, {description}: AliasState): Fate | undefined {
  const {convicted} = splitDescription(description);
  if (convicted?.version !== version) return undefined;
  const {at, reason} = convicted;
  return {kind: 'taken back', at, ...(reason !== undefined && {reason})};
}

function verdictOf(version: Version, {stable, candidate, description}: AliasState): Verdict {
  if (version === stable) return 'serving';
  if (version === candidate?.version) return 'candidate';
  const {previous, ranLease} = splitDescription(description);
  if (version === ranLease?.candidate) return 'taken back by its lease';
  if (previous.includes(version)) return 'kept';
  if (stable === '$LATEST') return 'unknown';
  // Going back takes what was gone back from out of the note, so nothing above stable is remembered as kept.
  const memory = previous.at(-1) ?? stable;
  return compareVersions(version, memory) > 0 ? 'not kept' : 'unknown';
}
