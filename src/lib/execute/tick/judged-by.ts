import type {AnalysisSettings} from '../../analysis/settings.js';
import {settingsDigest} from '../../analysis/settings-digest.js';
import {settingsFor} from '../../analysis/settings-for.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutMarker} from '../../model/rollout/marker.js';
import {toVersionNotes, type VersionNotes} from '../../model/versions/note.js';
import type {VersionChange} from '../../model/versions/version-change.js';
import type {PlanWarning} from '../../plan/rollout/plan.js';
import {saidOtherwise} from '../../plan/tick/kept-policy.js';
import {diffVersions} from '../../plan/versions/version-diff.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import {type KeptPolicyDeps, readPolicy} from './kept-policy.js';

/** Settings that somebody who only looks at a rollout comes with. */
export interface AskedSettings {
  readonly settings: AnalysisSettings;
  /** Flags or a release file say so; otherwise they are the defaults. */
  readonly isStated?: boolean;
}

export interface JudgedBy {
  readonly settings: AnalysisSettings;
  readonly warnings: readonly PlanWarning[];
  readonly notes: VersionNotes;
  /** What is different in the candidate, where both versions are there. */
  readonly changes?: readonly VersionChange[];
}

/**
 * What a rollout is judged by for whoever looks at it: as its own driver judges it, when that can be known, and else as he
 * asked, which is told. Throws AwsError.
 */
export async function judgedBy(
  deps: Pick<KeptPolicyDeps, 'policies'> & {readonly functions: FunctionsPort},
  {ref, marker}: {readonly ref: AliasRef; readonly marker: RolloutMarker},
  {settings: asked, isStated = false}: AskedSettings,
  signal: AbortSignal,
): Promise<JudgedBy> {
  const versions = [marker.stable, marker.candidate];
  const configurations = await Promise.all(
    versions.map((version) => deps.functions.getFunction(ref.functionName, version, signal)),
  );
  const [stable, candidate] = configurations;
  const notes = toVersionNotes(stable?.description, candidate?.description);
  const about = {notes, ...(stable && candidate && {changes: diffVersions(stable, candidate)})};
  const settings = settingsFor(asked, configurations);
  if (settingsDigest(settings) === marker.settingsDigest) return {settings, ...about, warnings: []};
  const kept = await readPolicy(deps, ref, marker, signal);
  if (kept) return {settings: kept.settings, ...about, warnings: isStated ? [saidOtherwise(ref)] : []};
  const message = `The rollout of ${formatAliasRef(ref)} was begun with other analysis settings than these; whoever works on it judges by those.`;
  return {settings, ...about, warnings: [{code: 'OTHER_SETTINGS', message}]};
}
