import {createWordScan} from './word-scan.mjs';

// Four characters in a row that everything the rules of inspect-content.mjs look for has in it, each given by its choices.
// Rare pairs of characters make them quick to rule out: `sKey` rather than `acce`.
const HINTS = [
  [...'TE K'],
  ['A', 'KS', 'I', 'A'],
  ['_sS', 'kK', 'eE', 'yY'],
  ['g', 'h', 'opsur', '_'],
  [...'ub_p'],
  [...'glpa'],
  [...'npm_'],
  [...'hTok'],
  ['o', 'x', 'abprs', '-'],
  ['rs', 'k', '_', 'l'],
];
const HINT_BYTES = 4;
const WORD_BYTES = 4;
/** A slice of a file, what precedes it, and a byte more. */
const MOST_BYTES = 1_114_112;

const hints = HINTS.flatMap((choices) =>
  choices.reduce((starts, each) => starts.flatMap((start) => [...each].map((character) => start + character)), ['']),
);
/** By two bytes: whether they are next to each other in a hint. */
const isPair = new Uint8Array(65_536);
for (const hint of hints) {
  for (let at = 0; at < HINT_BYTES - 1; at += 1) isPair[Buffer.from(hint).readUInt16LE(at)] = 1;
}
/** By the hash of four bytes: whether they are a hint, or share its hash with one. */
const isHintHash = new Uint8Array(65_536);
for (const hint of hints) isHintHash[hashOf(Buffer.from(hint).readUInt32LE(0))] = 1;
const scan = createWordScan(isPair, MOST_BYTES);

export const searchable = scan.buffer;

export function credentialHints(bytes) {
  const start = placeOf(bytes);
  const end = start + bytes.length;
  const found = [];
  // Of the three pairs in a hint one begins at an even place: with it in this word, the hint begins one byte before it or later.
  for (let word = scan.next(start, end); word < end; word = scan.next(word + WORD_BYTES, end)) {
    for (let at = Math.max(start, word - 1); at <= word + 2 && at <= end - HINT_BYTES; at += 1) {
      if (isHintHash[hashOf(searchable.readUInt32LE(at))] === 1) found.push(at - start);
    }
  }
  return found;
}

/** Multiplicative hashing by 2^32 divided by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4). */
function hashOf(word) {
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

/** Where the bytes are in the buffer that can be searched; copies them when they are elsewhere. */
function placeOf(bytes) {
  if (bytes.buffer === searchable.buffer) return bytes.byteOffset - searchable.byteOffset;
  if (bytes.length > searchable.length) throw new RangeError(`${bytes.length} bytes are too many to search at once.`);
  searchable.set(bytes);
  return 0;
}
