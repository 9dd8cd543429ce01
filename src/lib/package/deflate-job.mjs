import {createHash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import {constants, crc32, deflateRawSync} from 'node:zlib';
import {searchable} from './credential-hints.mjs';
import {inspectContent} from './inspect-content.mjs';

/** How far back deflate looks (RFC 1951): what precedes a slice is its dictionary. */
const WINDOW_BYTES = 32_768;
const DIGEST_BYTES = 32;

/**
 * Reads, looks at and deflates files; runs in a worker thread or in the process itself. A whole file comes back deflated or raw,
 * whichever is smaller; the slices of a larger file come back deflated, to be put one after the other.
 */
export function runDeflateJob({level, withDigests, paths, fileBytes, slice}) {
  const pieces = [];
  const bytes = new Uint32Array(paths.length);
  const crcs = new Uint32Array(paths.length);
  const deflated = new Uint8Array(paths.length);
  const digests = new Uint8Array(withDigests ? paths.length * DIGEST_BYTES : 0);
  const inspections = [];
  for (let index = 0; index < paths.length; index += 1) {
    const {offset, length} = slice ?? {offset: 0, length: fileBytes[index]};
    const isLast = offset + length === fileBytes[index];
    const before = Math.min(offset, WINDOW_BYTES);
    let read;
    try {
      read = readStretch(paths[index], offset - before, before + length, isLast);
    } catch (error) {
      return {failure: {path: paths[index], code: error.code ?? 'UNKNOWN', message: error.message}};
    }
    const data = before === 0 ? read : read.subarray(before);
    const piece = deflate(data, {level, dictionary: read.subarray(0, before), isLast, isWhole: slice === undefined});
    pieces.push(piece ?? Uint8Array.from(data));
    bytes[index] = piece ? piece.length : data.length;
    deflated[index] = piece ? 1 : 0;
    crcs[index] = crc32(data);
    if (withDigests) digests.set(createHash('sha256').update(data).digest(), index * DIGEST_BYTES);
    // With what precedes the slice: a key may lie across the cut.
    const inspection = inspectContent(read, offset - before);
    if (inspection) inspections.push([index, inspection]);
  }
  return {output: joined(pieces), bytes, crcs, deflated, ...(withDigests && {digests}), inspections};
}

/** Deflated data, or nothing where a whole file is no larger as it is. */
function deflate(data, {level, dictionary, isLast, isWhole}) {
  if (level === 0 || data.length === 0) return undefined;
  const piece = deflateRawSync(data, {
    level,
    // The size of the first output buffer only: one allocation, the same bytes.
    chunkSize: data.length + (data.length >> 10) + 64,
    finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    ...(dictionary.length > 0 ? {dictionary} : {}),
  });
  return isWhole && piece.length >= data.length ? undefined : piece;
}

/** `wanted` bytes of a file, in the buffer that can be searched; the next call uses it again. */
function readStretch(path, start, wanted, isLast) {
  // One byte more than there should be: a file that has grown shows itself without another system call.
  const atMost = isLast ? wanted + 1 : wanted;
  const file = openSync(path, 'r');
  try {
    let got = 0;
    while (got < wanted) {
      const count = readSync(file, searchable, got, atMost - got, start + got);
      if (count === 0) throw changed(path);
      got += count;
    }
    if (got > wanted || (wanted === 0 && readSync(file, searchable, 0, 1, 0) > 0)) throw changed(path);
  } finally {
    closeSync(file);
  }
  return searchable.subarray(0, wanted);
}

function changed(path) {
  return Object.assign(new Error(`${path} changed`), {code: 'CHANGED'});
}

/** One buffer of its own, so that a thread can hand it over instead of copying it. */
function joined(pieces) {
  const output = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    output.set(piece, at);
    at += piece.length;
  }
  return output;
}
