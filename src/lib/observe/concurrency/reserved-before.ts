import {AwsError} from '../../errors.js';
import {parseReservedBefore, RESERVED_BEFORE_TAG, type ReservedBefore} from '../../model/reserved-before.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {TagsPort} from '../../ports/lambda/tags.js';

/**
 * What a stopped function had reserved before it was stopped, from its tag; `undefined` when nobody kept it, or when the
 * caller may not read tags: whoever looks at a stopped function must not be held up by that.
 */
export async function observeReservedBefore(
  deps: {readonly functions: FunctionsPort; readonly tags: TagsPort},
  functionName: string,
  signal?: AbortSignal,
): Promise<ReservedBefore | undefined> {
  try {
    const found = await deps.functions.getFunction(functionName, undefined, signal);
    if (!found) return undefined;
    const tags = await deps.tags.listTags(found.arn, signal);
    return parseReservedBefore(tags[RESERVED_BEFORE_TAG]);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
