import {packingMemory} from '../zip/packing.mjs';

// Four characters in a row that everything the rules of inspect-content.mjs look for has in it, each given by its choices.
// Rare characters make them quick to rule out: `sKey` rather than `acce`.
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
/** As many as packing.c tells apart: hints share one where there are more of them. */
const KINDS = 8;

let memory;

export function credentialHints(bytes) {
  memory ??= preparedMemory();
  const start = placeOf(bytes, memory);
  const end = start + bytes.length;
  const found = [];
  for (let hint = memory.nextHint(start, end); hint < end; hint = memory.nextHint(hint + 1, end))
    found.push(hint - start);
  return found;
}

function preparedMemory() {
  const prepared = packingMemory();
  for (const [index, choices] of HINTS.entries()) {
    for (const hint of spelledOut(choices)) prepared.addHint(hint, index % KINDS);
  }
  return prepared;
}

function spelledOut(choices) {
  return choices.reduce(
    (starts, each) => starts.flatMap((start) => [...each].map((character) => start + character)),
    [''],
  );
}

/** Where the bytes are in the memory that can be searched; copies them when they are elsewhere. */
function placeOf(bytes, {input}) {
  const start = bytes.byteOffset - input.byteOffset;
  if (bytes.buffer === input.buffer && start >= 0 && start + bytes.length <= input.length) return start;
  if (bytes.length > input.length) throw new RangeError(`${bytes.length} bytes are too many to search at once.`);
  input.set(bytes);
  return 0;
}
