import type {Inspection} from '../inspect/inspect-content.mjs';

export const DIGEST_BYTES = 32;

/**
 * What is in a zip for each file, in the order of the files. Columns rather than objects: with ten thousand files, making the objects
 * takes longer than everything else there is to do when nothing has changed.
 */
export class ZipEntries {
  readonly crcs: Uint32Array;
  /** 1 where the data is deflated, 0 where it is stored. */
  readonly deflated: Uint8Array;
  /** Size of the data, and where it begins; its local header lies right before it. */
  readonly zippedBytes: Float64Array;
  readonly dataOffsets: Float64Array;
  /** What each content is known by, 32 bytes each; absent when nobody asked for it. */
  readonly digests: Buffer | undefined;
  /** What was noticed in the contents. */
  readonly inspections = new Map<number, Inspection>();

  constructor(count: number, withDigests: boolean) {
    this.crcs = new Uint32Array(count);
    this.deflated = new Uint8Array(count);
    this.zippedBytes = new Float64Array(count);
    this.dataOffsets = new Float64Array(count);
    this.digests = withDigests ? Buffer.alloc(count * DIGEST_BYTES) : undefined;
  }
}
