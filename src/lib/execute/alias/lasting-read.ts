import type {AliasState} from '../../model/alias/state.js';

interface LastingRead {
  /** One read. What it throws comes out. */
  readonly read: () => Promise<AliasState | undefined>;
  /** Whether an answer needs no second look. */
  readonly isExpected: (alias: AliasState | undefined) => boolean;
  readonly pause: () => Promise<void>;
  readonly isOver: () => boolean;
}

const LOOKS = 5;

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
