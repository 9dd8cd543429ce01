import {MAX_DESCRIPTION_LENGTH} from '../description-length.js';
import {ParseError} from '../parse-error.js';
import {parseMarker, type RolloutMarker} from '../rollout/marker.js';
import type {Version} from '../version.js';

/** An alias description taken apart: `<user's text> [was 6 5] [lr1 …]`. */
export interface AliasDescription {
  /** What the user wrote, to the character. */
  readonly text: string;
  /** Versions that had all traffic before, latest first; versions that were rolled back are not among them. */
  readonly previous: readonly Version[];
  readonly marker?: RolloutMarker;
  /** A marker that this version of lambda-release cannot read, as it stands. */
  readonly unreadableMarker?: string;
}

const MAX_PREVIOUS = 3;

const MARKER = /\[lr\d+ [^[\]]*\]$/;
const PREVIOUS = /\[was((?: [1-9]\d*){1,3})\]$/;

/** Takes a description apart. Never fails: what is not ours is the user's text. */
export function splitDescription(description: string): AliasDescription {
  const [beforeMarker, marker] = cutTail(description, MARKER);
  const [text, note] = cutTail(beforeMarker, PREVIOUS);
  const previous = note === undefined ? [] : note.slice(5, -1).split(' ');
  return {text, previous, ...(marker === undefined ? {} : readMarker(marker))};
}

/** Puts a description together; `marker` is the formatted text. Inverse of splitDescription. */
export function joinDescription(text: string, previous: readonly Version[], marker?: string): string {
  const note = previous.length === 0 ? undefined : `[was ${previous.join(' ')}]`;
  return [note, marker].reduce<string>(
    (whole, part) => (part === undefined ? whole : whole === '' ? part : `${whole} ${part}`),
    text,
  );
}

/** The description of an alias at rest. The note of previous versions gives way, oldest first; the user's text never. */
export function restingDescription(text: string, previous: readonly Version[]): string {
  for (let kept = previous.length; kept > 0; kept--) {
    const description = joinDescription(text, previous.slice(0, kept));
    if (description.length <= MAX_DESCRIPTION_LENGTH) return description;
  }
  return text;
}

/** What had all traffic before, after a move of all traffic: going forward adds a version, going back removes some. */
export function previousAfterMove(previous: readonly Version[], from: Version, to: Version): readonly Version[] {
  if (from === to) return previous;
  const index = previous.indexOf(to);
  if (index >= 0) return previous.slice(index + 1);
  return [from, ...previous.filter((version) => version !== from)].slice(0, MAX_PREVIOUS);
}

// One space parts the tail from what stands before it. Written otherwise it is not ours, so it stays the user's text.
function cutTail(text: string, tail: RegExp): [string, string?] {
  const match = tail.exec(text);
  if (!match) return [text];
  const before = text.slice(0, match.index);
  if (before === '') return ['', match[0]];
  return before.length > 1 && before.endsWith(' ') ? [before.slice(0, -1), match[0]] : [text];
}

function readMarker(text: string): Pick<AliasDescription, 'marker' | 'unreadableMarker'> {
  try {
    return {marker: parseMarker(text)};
  } catch (error) {
    if (error instanceof ParseError) return {unreadableMarker: text};
    throw error;
  }
}
