// Four characters in a row that everything the rules of inspect-content.ts look for has in it, each given by its choices.
// Rare characters make them quick to rule out: `sKey` rather than `acce`.
const HINTS: readonly (readonly string[])[] = [
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
/** Of every so many bytes two in a row are looked at: wherever four in a row begin, two of them are among those. */
const STRIDE = 3;

const WORDS = new Set<number>();
/** By two bytes in a row: at which places of a hint they stand, a bit for each. */
const PLACES = new Uint8Array(65_536);
for (const [first = 0, ...rest] of HINTS.flatMap(spelledOut)) {
  const bytes = [first, ...rest];
  WORDS.add(wordOf(bytes, 0));
  for (let place = 0; place < STRIDE; place += 1) {
    const pair = ((bytes[place] ?? 0) << 8) | (bytes[place + 1] ?? 0);
    PLACES[pair] = (PLACES[pair] ?? 0) | (1 << place);
  }
}

/**
 * Where in `bytes` a credential may be: positions, in order, of four bytes that every shape inspect-content.ts looks for has in it.
 * Hardly any text has one, and finding that out makes no string of it.
 */
export function credentialHints(bytes: Uint8Array): readonly number[] {
  const found: number[] = [];
  // Pairs end one byte before the end; what stands there is in a hint of the pair before, or in none.
  for (let at = 0, end = bytes.length - 1; at < end; at += STRIDE) {
    const places = PLACES[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number;
    if (places !== 0) addHints(bytes, at, places, found);
  }
  return found;
}

/** Adds the hints of which the two bytes from `at` on stand at one of the places; the earliest first. */
function addHints(bytes: Uint8Array, at: number, places: number, found: number[]): void {
  for (let place = STRIDE - 1; place >= 0; place -= 1) {
    const start = at - place;
    if ((places & (1 << place)) === 0 || start < 0 || start + HINT_BYTES > bytes.length) continue;
    if (WORDS.has(wordOf(bytes, start))) found.push(start);
  }
}

function wordOf(bytes: ArrayLike<number>, at: number): number {
  const [first, second] = [bytes[at] as number, bytes[at + 1] as number];
  return (first << 24) | (second << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
}

function spelledOut(choices: readonly string[]): readonly (readonly number[])[] {
  return choices.reduce<readonly (readonly number[])[]>(
    (starts, each) => starts.flatMap((start) => [...each].map((character) => [...start, character.charCodeAt(0)])),
    [[]],
  );
}
