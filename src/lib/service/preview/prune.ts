import {prunePreview} from '../../execute/preview/prune.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {Preview} from '../../model/preview/preview.js';
import {observePreviews} from '../../observe/preview/previews.js';
import {notOurs} from '../../plan/preview/preview.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import {type PrunedPreviewsReport, prunedPreviewsPlanText} from '../../report/result/preview/pruned-text.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';
import {namedAlias} from './named-alias.js';

/**
 * Takes away, after a yes, the previews that are named, or all whose time is over. One that is gone already is no error; an alias
 * that is no preview is refused before anything is touched. Throws the ReleaseError of what went wrong.
 */
export async function prunePreviews(
  {paced, host, clock, events}: Session,
  functionName: string,
  names: readonly string[],
  {'dry-run': dryRun}: {readonly 'dry-run': boolean},
  signal: AbortSignal,
): Promise<PrunedPreviewsReport> {
  const wanted = new Set(names.map(namedAlias));
  const all = await ofExisting({functionName}, observePreviews(paced, functionName, signal));
  const meant = all.filter(({alias, expiresMs}) => (wanted.size > 0 ? wanted.has(alias) : expiresMs <= clock.now()));
  const kept = all.length - meant.length;
  await requirePreviews();
  const toReport = (removed: readonly Preview[], isPlan: boolean): PrunedPreviewsReport => ({
    functionName,
    dryRun: isPlan,
    removed: removed.map(({alias, version}) => ({alias, version})),
    kept: kept + (isPlan ? 0 : meant.length - removed.length),
  });
  if (meant.length === 0) return toReport([], false);
  if (dryRun) return toReport(meant, true);
  await host.showPlan(prunedPreviewsPlanText(functionName, meant));
  await host.confirm(`Take ${meant.length} of ${functionName}'s previews away?`, signal);
  const removed: Preview[] = [];
  for (const preview of meant) {
    signal.throwIfAborted();
    const name = formatAliasRef(preview);
    const isGone = await prunePreview(paced, preview, signal);
    if (isGone) removed.push(preview);
    const message = isGone ? `${name}: taken away` : `${name}: left, for it was made anew meanwhile`;
    events.emit({type: 'heartbeat', message});
  }
  return toReport(removed, false);

  async function requirePreviews(): Promise<void> {
    const others = [...wanted].filter((alias) => !meant.some((preview) => preview.alias === alias));
    const states = await Promise.all(others.map((alias) => paced.aliases.getAlias({functionName, alias}, signal)));
    requireNoRefusals(states.flatMap((state) => (state === undefined ? [] : [notOurs(formatAliasRef(state))])));
  }
}
