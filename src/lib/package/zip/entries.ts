/**
 * What is in a zip for each file, in the order of the files. Columns rather than objects: with ten thousand files, making the objects
 * takes longer than writing their headers.
 */
export class ZipEntries {
  readonly crcs: Uint32Array;
  /** 1 where the data is deflated, 0 where it is stored. */
  readonly deflated: Uint8Array;
  /** Size of the data, and where it begins; its local header lies right before it. */
  readonly zippedBytes: Float64Array;
  readonly dataOffsets: Float64Array;

  constructor(count: number) {
    this.crcs = new Uint32Array(count);
    this.deflated = new Uint8Array(count);
    this.zippedBytes = new Float64Array(count);
    this.dataOffsets = new Float64Array(count);
  }
}
