import type {AliasState} from '../../model/alias/state.js';
import type {Clock} from '../../ports/clock.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';

interface LastingRead {
  /** One read. What it throws comes out. */
  readonly read: () => Promise<AliasState | undefined>;
  /** Whether an answer needs no second look. */
  readonly isExpected: (alias: AliasState | undefined) => boolean;
  readonly pause: () => Promise<void>;
  readonly isOver: () => boolean;
}

const LOOKS = 5;
const PAUSE_MS = 1_000;

/**
 * An alias as it is, where one look is not enough: AWS calls its reads eventually consistent, so that one may be older than
 * all that we have seen, and around a change AWS has answered "not found" for a moment. What is not expected is believed
 * when five looks in a row come to that.
 */
export async function readLasting({read, isExpected, pause, isOver}: LastingRead): Promise<AliasState | undefined> {
  for (let look = 1; ; look++) {
    const alias = await read();
    if (isExpected(alias) || look === LOOKS || isOver()) return alias;
    await pause();
  }
}

/**
 * Whether an alias stays as it was read. That there is nothing to do is no write that AWS would refuse under an old revision,
 * so it takes more than one look to say it. Throws what the port throws.
 */
export async function isLasting(
  {aliases, clock}: {readonly aliases: AliasesPort; readonly clock: Clock},
  seen: AliasState,
  signal?: AbortSignal,
): Promise<boolean> {
  const alias = await readLasting({
    read: () => aliases.getAlias(seen, signal),
    isExpected: (now) => now !== undefined && now.revisionId !== seen.revisionId,
    pause: () => clock.sleep(PAUSE_MS * (clock.speed ?? 1), signal),
    isOver: () => signal?.aborted === true,
  });
  return alias?.revisionId === seen.revisionId;
}
