import {formatAliasRef} from '../../model/function/ref.js';
import {type Preview, previewOf} from '../../model/preview/preview.js';
import {EVERYBODY, notOurs} from '../../plan/preview/preview.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {PreviewsPort} from '../../ports/lambda/previews.js';

interface PruneDeps {
  readonly aliases: AliasesPort;
  readonly previews: PreviewsPort;
}

/**
 * Takes a preview away: its URL, the permission of everybody, its alias, each of which may be gone already. Looks at the alias
 * before the first and right before the last of it, since AWS takes no RevisionId for either; false when it was given another
 * version or another end since it was listed, and is left. Throws RefusedError for an alias that is no preview any more, and AwsError.
 */
export async function prunePreview(
  {aliases, previews}: PruneDeps,
  preview: Preview,
  signal?: AbortSignal,
): Promise<boolean> {
  const {functionName, alias} = preview;
  const ref = {functionName, alias};
  const looked = await look();
  if (looked !== 'same') return looked === 'gone';
  await previews.deleteUrl(ref, signal);
  for (const {statementId} of EVERYBODY) await previews.removeStatement(ref, statementId, signal);
  const again = await look();
  if (again !== 'same') return again === 'gone';
  await previews.deleteAlias(ref, signal);
  return true;

  async function look(): Promise<'same' | 'gone' | 'renewed'> {
    const state = await aliases.getAlias(ref, signal);
    if (state === undefined) return 'gone';
    const now = previewOf(state);
    if (now === undefined) requireNoRefusals([notOurs(formatAliasRef(ref))]);
    return now?.version === preview.version && now.expiresMs === preview.expiresMs ? 'same' : 'renewed';
  }
}
