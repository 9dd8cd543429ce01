import {type Preview, previewOf} from '../../model/preview/preview.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';

/** A function's previews, those that end first at the front. Throws AwsError FUNCTION_NOT_FOUND. */
export async function observePreviews(
  {aliases}: {readonly aliases: AliasesPort},
  functionName: string,
  signal?: AbortSignal,
): Promise<readonly Preview[]> {
  const listed = await aliases.listAliases(functionName, signal);
  return listed.flatMap((state) => previewOf(state) ?? []).sort((one, other) => one.expiresMs - other.expiresMs);
}
