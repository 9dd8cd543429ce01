import {AwsError, HeldError, RefusedError} from '../../errors.js';
import {formatDuration} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Clock} from '../../ports/clock.js';
import type {Mapping, MappingsPort} from '../../ports/triggers/mappings.js';
import {pollPauseMs} from '../poll-pause.js';

interface MappingDeps {
  readonly callers: {readonly mappings: MappingsPort};
  readonly clock: Clock;
}

/** AWS tells no time for it; pollers are seen to take a minute or two. */
const DEADLINE_MS = 10 * 60_000;
/** These reads share their quota with every write of the account. */
const SHORTEST_POLL_MS = 1_000;

/**
 * Points one event source mapping at the alias, in place: it keeps its UUID, and with it its position in a stream; what it has
 * read is finished where it was begun, and what it reads afterwards goes to the alias. Nothing is disabled and no second mapping
 * competes for the events. Returns once AWS has carried it out, false when it was there already. Throws RefusedError
 * TRIGGER_CHANGED when somebody pointed it elsewhere, HeldError TRIGGER_NOT_SETTLED after ten minutes.
 */
export async function moveMapping(
  deps: MappingDeps,
  ref: AliasRef,
  {uuid, source}: {readonly uuid: string; readonly source: string},
  signal: AbortSignal,
): Promise<boolean> {
  const {mappings} = deps.callers;
  const isAtRest = (mapping: Mapping) => isSettled(mapping) || mapping.qualifier === ref.alias;
  const now = await until(deps, {ref, uuid, source}, isAtRest, signal);
  const wasThere = now.qualifier === ref.alias;
  if (!wasThere) {
    if (now.qualifier !== undefined) throw changed(ref, source, `it is at ${ref.functionName}:${now.qualifier}`);
    try {
      await mappings.pointMapping(uuid, ref, signal);
    } catch (error) {
      // Of several attempts the last one is refused when an earlier one was carried out and its answer was lost.
      if (!(error instanceof AwsError) || signal.aborted) throw error;
      if ((await mappings.getMapping(uuid, signal))?.qualifier !== ref.alias) throw error;
    }
  }
  await until(deps, {ref, uuid, source}, (mapping) => isSettled(mapping) && mapping.qualifier === ref.alias, signal);
  return !wasThere;
}

function isSettled({state}: Mapping): boolean {
  return state === 'Enabled' || state === 'Disabled';
}

async function until(
  {callers: {mappings}, clock}: MappingDeps,
  {ref, uuid, source}: {readonly ref: AliasRef; readonly uuid: string; readonly source: string},
  isSo: (mapping: Mapping) => boolean,
  signal: AbortSignal,
): Promise<Mapping> {
  const startedMs = clock.now();
  for (;;) {
    const mapping = await mappings.getMapping(uuid, signal);
    if (!mapping || mapping.state === 'Deleting') throw changed(ref, source, 'its mapping was deleted');
    if (isSo(mapping)) return mapping;
    const elapsedMs = clock.now() - startedMs;
    if (elapsedMs >= DEADLINE_MS) {
      throw new HeldError(
        `The event source ${source} is still ${mapping.state} after ${formatDuration(DEADLINE_MS)}; AWS goes on by itself.`,
        {
          code: 'TRIGGER_NOT_SETTLED',
          suggestions: [`Go on when it is Enabled: lambda-release doctor ${formatAliasRef(ref)} --fix`],
          details: {uuid, state: mapping.state},
        },
      );
    }
    await clock.sleep(Math.max(pollPauseMs(elapsedMs), SHORTEST_POLL_MS), signal);
    signal.throwIfAborted();
  }
}

function changed(ref: AliasRef, source: string, how: string): RefusedError {
  return new RefusedError(`The event source ${source} was changed since the plan: ${how}.`, {
    code: 'TRIGGER_CHANGED',
    suggestions: [`Plan anew: lambda-release doctor ${formatAliasRef(ref)} --fix`],
  });
}
