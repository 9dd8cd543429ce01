import {AwsError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import {inParallel} from '../in-parallel.js';

/** A function whose aliases could not be read, and why. */
export interface UnreadableFunction {
  readonly functionName: string;
  readonly code: string;
  readonly message: string;
}

/** Every alias of a region in which something is under way, or left behind. */
export interface ObservedRegion {
  /** With weights, or with the marker of a rollout. */
  readonly aliases: readonly AliasState[];
  readonly functionCount: number;
  readonly aliasCount: number;
  readonly unreadable: readonly UnreadableFunction[];
}

interface RegionDeps {
  readonly functions: Pick<FunctionsPort, 'listNames'>;
  readonly aliases: Pick<AliasesPort, 'listAliases'>;
}

interface RegionOptions {
  readonly onProgress?: (functionsSeen: number, functionCount: number) => void;
}

/** How fast the requests go out is the ports' own care. */
const AT_ONCE = 8;

/**
 * Looks through a whole region: one request for fifty functions (ListFunctions) and one for each of them (ListAliases). A function that
 * may not be read is named and hides none of the others; one that is deleted meanwhile is none. Throws AwsError.
 */
export async function observeRegion(
  {functions, aliases}: RegionDeps,
  {onProgress}: RegionOptions = {},
  signal?: AbortSignal,
): Promise<ObservedRegion> {
  const names = await functions.listNames(signal);
  const unreadable: UnreadableFunction[] = [];
  let seen = 0;
  const listed = await inParallel(names, AT_ONCE, async (functionName) => {
    signal?.throwIfAborted();
    try {
      return await aliases.listAliases(functionName, signal);
    } catch (error) {
      const why = whyUnreadable(functionName, error);
      if (why.code !== 'FUNCTION_NOT_FOUND') unreadable.push(why);
      return [];
    } finally {
      seen += 1;
      onProgress?.(seen, names.length);
    }
  });
  const all = listed.flat();
  return {
    aliases: all.filter((alias) => alias.candidate !== undefined || rolloutStanding(alias).kind !== 'idle'),
    functionCount: names.length,
    aliasCount: all.length,
    unreadable,
  };
}

/** What a read of one function has failed of; anything that would fail for all of them is thrown again. */
export function whyUnreadable(functionName: string, error: unknown): UnreadableFunction {
  if (!(error instanceof AwsError)) throw error;
  const {code, message} = error;
  if (code !== 'ACCESS_DENIED' && code !== 'FUNCTION_NOT_FOUND') throw error;
  return {functionName, code, message};
}
