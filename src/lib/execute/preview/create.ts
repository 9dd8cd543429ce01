import {AwsError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {previewDescription, previewOf} from '../../model/preview/preview.js';
import {EVERYBODY, notOurs, type PreviewPlan, previewRefusals} from '../../plan/preview/preview.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {AliasUrl, PreviewsPort} from '../../ports/lambda/previews.js';
import type {PoliciesPort} from '../../ports/triggers/policies.js';

export interface PreviewDeps {
  readonly aliases: AliasesPort;
  readonly previews: PreviewsPort;
  readonly policies: PoliciesPort;
}

/**
 * Puts the version behind the preview's alias, lets everybody in where that is asked for, and gives it a URL, in this order. Each
 * step reads before it writes, and again when the answer is lost: run again after any failure it goes on where it was. No
 * alias without the mark of a preview is written. Throws RefusedError and AwsError.
 */
export async function createPreview(deps: PreviewDeps, plan: PreviewPlan, signal?: AbortSignal): Promise<AliasUrl> {
  const {ref, authType} = plan;
  await putAlias(deps, plan, signal);
  if (authType === 'NONE') await letEverybodyIn(deps, plan, signal);
  const url = await ensured(
    () => deps.previews.getUrl(ref, signal),
    () => deps.previews.createUrl(ref, authType, signal),
  );
  requireNoRefusals(previewRefusals(plan, undefined, url));
  return url;
}

async function putAlias({aliases}: PreviewDeps, plan: PreviewPlan, signal?: AbortSignal): Promise<void> {
  const {ref, version, expiresMs} = plan;
  const description = previewDescription(expiresMs);
  const isAsked = (alias: AliasState) => alias.stable === version && alias.description === description;
  const read = () => aliases.getAlias(ref, signal);
  const alias = await ensured(read, () => aliases.createAlias({...ref, version, description}, signal));
  if (previewOf(alias) === undefined) requireNoRefusals([notOurs(formatAliasRef(ref))]);
  if (isAsked(alias)) return;
  const {revisionId} = alias;
  try {
    await aliases.writeAlias({...ref, stable: version, description, revisionId}, signal);
  } catch (error) {
    const now = error instanceof AwsError ? await read() : undefined;
    if (now === undefined || !isAsked(now)) throw error;
  }
}

async function letEverybodyIn({policies}: PreviewDeps, {ref}: PreviewPlan, signal?: AbortSignal): Promise<void> {
  for (const statement of EVERYBODY) {
    await ensured(
      async () => {
        const {statements} = await policies.readPolicy(ref, signal);
        return statements.find(({statementId}) => statementId === statement.statementId);
      },
      async () => {
        await policies.addStatement(ref, statement, undefined, signal);
        return statement;
      },
    );
  }
}

/** What is there, or what `make` makes; where that fails, another look tells whether it was made all the same. */
async function ensured<Thing>(read: () => Promise<Thing | undefined>, make: () => Promise<Thing>): Promise<Thing> {
  const there = await read();
  if (there !== undefined) return there;
  try {
    return await make();
  } catch (error) {
    const made = error instanceof AwsError ? await read() : undefined;
    if (made === undefined) throw error;
    return made;
  }
}
