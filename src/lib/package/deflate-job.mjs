import {createHash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import {constants, crc32, deflateRawSync} from 'node:zlib';
import {inspectContent} from './inspect-content.mjs';

/** How far back deflate looks (RFC 1951): what precedes a slice is its dictionary. */
const WINDOW_BYTES = 32_768;
const SCRATCH_BYTES = 1_114_112;

let scratch = Buffer.alloc(0);

/**
 * Reads, looks at and deflates slices of files; runs in a worker thread or in the process itself. A slice that is a whole file comes back
 * deflated or raw, whichever is smaller; the slices of a larger file come back deflated, to be put one after the other.
 */
export function runDeflateJob({level, withDigests, slices}) {
  const pieces = [];
  const parts = [];
  for (const slice of slices) {
    const before = Math.min(slice.offset, WINDOW_BYTES);
    let read;
    try {
      read = readSlice(slice, before);
    } catch (error) {
      return {failure: {path: slice.path, code: error.code ?? 'UNKNOWN', message: error.message}};
    }
    const data = read.subarray(before);
    const {piece, ...part} = deflateSlice(slice, read.subarray(0, before), data, level);
    // With what precedes the slice: a key may lie across the cut.
    const inspection = inspectContent(read, slice.offset - before);
    pieces.push(piece);
    parts.push({...part, ...(inspection && {inspection}), ...(withDigests && {digest: digestOf(data)})});
  }
  return {parts, output: joined(pieces)};
}

function digestOf(data) {
  return createHash('sha256').update(data).digest('hex');
}

function deflateSlice(slice, dictionary, data, level) {
  const isWhole = slice.length === slice.fileBytes;
  const crc = crc32(data);
  if (level === 0 || data.length === 0) return {piece: Uint8Array.from(data), bytes: data.length, crc, deflated: false};
  const isLast = slice.offset + slice.length === slice.fileBytes;
  const piece = deflateRawSync(data, {
    level,
    // The size of the first output buffer only: one allocation, the same bytes.
    chunkSize: data.length + (data.length >> 10) + 64,
    finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    ...(dictionary.length > 0 ? {dictionary} : {}),
  });
  if (isWhole && piece.length >= data.length) {
    return {piece: Uint8Array.from(data), bytes: data.length, crc, deflated: false};
  }
  return {piece, bytes: piece.length, crc, deflated: true};
}

/** The slice and `before` bytes in front of it, in a buffer that the next call uses again. */
function readSlice({path, fileBytes, offset, length}, before) {
  const wanted = before + length;
  // One byte more than there should be: a file that has grown shows itself without another system call.
  const atMost = offset + length === fileBytes ? wanted + 1 : wanted;
  if (scratch.length < atMost) scratch = Buffer.allocUnsafeSlow(Math.max(atMost, SCRATCH_BYTES));
  const file = openSync(path, 'r');
  try {
    let got = 0;
    while (got < wanted) {
      const count = readSync(file, scratch, got, atMost - got, offset - before + got);
      if (count === 0) throw changed(path);
      got += count;
    }
    if (got > wanted || (wanted === 0 && readSync(file, scratch, 0, 1, 0) > 0)) throw changed(path);
  } finally {
    closeSync(file);
  }
  return scratch.subarray(0, wanted);
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
