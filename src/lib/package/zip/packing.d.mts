/** The memory of the WebAssembly that packs (wasm/packing.c): files are read into it, and their deflated data is taken out of it. */
export interface PackingMemory {
  /** Room for a slice of a file with what precedes it, and for a byte more than any file that is deflated whole. */
  readonly input: Buffer;
  /** Room for what becomes of the files of a job. */
  readonly output: Buffer;
  /** Has `nextHint` look for these four ASCII characters too. Of eight kinds, 0 to 7: the fewer hints are of a kind, the quicker the search. */
  addHint(hint: string, kind: number): void;
  /** Where in the input, from `at` on, the first hint begins that ends before `end`; `end` when there is none. */
  nextHint(at: number, end: number): number;
  /**
   * Deflates bytes of the input from `from` on into the output at `to` (RFC 1951), on zlib's scale of levels from 1 to 9. Gives
   * the size; 0 when it is more than `most`. Without `endsStream` another part can be put right after it.
   * The same input gives the same output on every machine: it is integer arithmetic and nothing of Node.js.
   */
  deflate(request: {
    readonly level: number;
    readonly from: number;
    readonly bytes: number;
    readonly to: number;
    readonly most: number;
    readonly endsStream: boolean;
  }): number;
}

/** The memory of this thread, made at the first call. Throws where Node.js has no WebAssembly, or no address space for its memory. */
export function packingMemory(): PackingMemory;

/** What decides, beside the files, on deflated data of this level: text of some length, to be hashed. */
export function encoderOf(level: number): string;
