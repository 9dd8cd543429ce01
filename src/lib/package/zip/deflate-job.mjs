import {hash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import {crc32} from 'node:zlib';
import {inspectContent} from '../inspect/inspect-content.mjs';
import {packingMemory} from './packing.mjs';

/** How much of what precedes a slice is looked at with it: a credential may lie across the cut. */
const OVERLAP_BYTES = 32_768;
const DIGEST_BYTES = 32;

/**
 * Reads, looks at and deflates files; runs in a worker thread or in the process itself. A whole file comes back deflated or raw,
 * whichever is smaller; the slices of a larger file come back deflated, to be put one after the other.
 */
export function runDeflateJob({level, withDigests, paths, fileBytes, slice}) {
  const bytes = new Uint32Array(paths.length);
  const crcs = new Uint32Array(paths.length);
  const deflated = new Uint8Array(paths.length);
  const digests = new Uint8Array(withDigests ? paths.length * DIGEST_BYTES : 0);
  const inspections = [];
  let memory;
  try {
    memory = packingMemory();
  } catch (error) {
    return {failure: {path: paths[0], code: 'NO_WEBASSEMBLY', message: error.message}};
  }
  const {input, output} = memory;
  let outputBytes = 0;
  for (let index = 0; index < paths.length; index += 1) {
    const {offset, length} = slice ?? {offset: 0, length: fileBytes[index]};
    const isLast = offset + length === fileBytes[index];
    const before = Math.min(offset, OVERLAP_BYTES);
    let read;
    try {
      read = readStretch(input, paths[index], offset - before, before + length, isLast);
    } catch (error) {
      return {failure: {path: paths[index], code: error.code ?? 'UNKNOWN', message: error.message}};
    }
    const data = before === 0 ? read : read.subarray(before);
    const place = {level, from: before, bytes: length, to: outputBytes};
    const deflatedBytes = slice ? deflatePart(memory, place, isLast) : deflateWhole(memory, place);
    if (deflatedBytes === 0) output.set(data, outputBytes);
    bytes[index] = deflatedBytes || length;
    deflated[index] = deflatedBytes === 0 ? 0 : 1;
    outputBytes += bytes[index];
    crcs[index] = crc32(data);
    if (withDigests) digests.set(hash('sha256', data, 'buffer'), index * DIGEST_BYTES);
    const inspection = inspectContent(read, offset - before);
    if (inspection) inspections.push([index, inspection]);
  }
  // A buffer of its own, so that a thread can hand it over instead of copying it.
  return {
    output: Uint8Array.prototype.slice.call(output, 0, outputBytes),
    bytes,
    crcs,
    deflated,
    ...(withDigests && {digests}),
    inspections,
  };
}

/** How many bytes a file takes deflated; 0 where it is no larger as it is. */
function deflateWhole(memory, place) {
  if (place.level === 0 || place.bytes === 0) return 0;
  return memory.deflate({...place, most: place.bytes - 1, endsStream: true});
}

/** How many bytes a slice takes deflated, be it larger or not: the slices of a file are one stream. 0 where none is wanted. */
function deflatePart(memory, place, endsStream) {
  if (place.level === 0) return 0;
  const bytes = memory.deflate({...place, most: Number.POSITIVE_INFINITY, endsStream});
  if (bytes === 0) throw new RangeError(`${place.bytes} bytes take more room deflated than there is.`);
  return bytes;
}

/** `wanted` bytes of a file, at the beginning of `buffer`. */
function readStretch(buffer, path, start, wanted, isLast) {
  // One byte more than there should be: a file that has grown shows itself without another system call.
  const atMost = isLast ? wanted + 1 : wanted;
  const file = openSync(path, 'r');
  try {
    let got = 0;
    while (got < wanted) {
      const count = readSync(file, buffer, got, atMost - got, start + got);
      if (count === 0) throw changed(path);
      got += count;
    }
    if (got > wanted || (wanted === 0 && readSync(file, buffer, 0, 1, 0) > 0)) throw changed(path);
  } finally {
    closeSync(file);
  }
  return buffer.subarray(0, wanted);
}

function changed(path) {
  return Object.assign(new Error(`${path} changed`), {code: 'CHANGED'});
}
