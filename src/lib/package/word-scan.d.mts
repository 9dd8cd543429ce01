/** Searches its own buffer, four bytes at a time. */
export interface WordScan {
  /** At least as large as was asked for; what is searched has to be here. */
  readonly buffer: Buffer;
  /** The first of the words at `at`, `at + 4`, … that begin before `end` whose first or second two bytes are a hit; none: `end` or beyond. */
  next(at: number, end: number): number;
}

/**
 * A search for pairs of bytes, in WebAssembly where there is any. `isHit` has an element for every two bytes, the second one
 * being the higher; it is not 0 for those that are worth a look. `bytes` is below 8 MB.
 */
export function createWordScan(isHit: Uint8Array, bytes: number): WordScan;

/** The same in JavaScript. */
export function plainScan(isHit: Uint8Array, bytes: number): WordScan;
