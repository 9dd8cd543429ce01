import {MAX_DESCRIPTION_LENGTH} from '../description-length.js';
import {ParseError} from '../parse-error.js';
import {parseMarker, type RolloutMarker} from '../rollout/marker.js';
import {compareVersions, type Version} from '../versions/version.js';
import {CONVICTION, type Conviction, formatConviction, parseConviction} from './conviction.js';

/** What an alias remembers behind the user's text: what it served before, as a move of all traffic leaves it, and what it took back. */
export interface PreviousNote {
  /** Versions that had all traffic before, latest first; versions that were rolled back are not among them. */
  readonly previous: readonly Version[];
  /** The version that was stable when the note was written; absent in notes of the first format, which do not say it. */
  readonly of?: Version;
  /** The train by which it came to serve `of`. */
  readonly train?: string;
  /** The version that was convicted last, until it is promoted after all. It gives way where there is no room. */
  readonly convicted?: Conviction;
}

/** What a lease leaves behind in the place of the marker, when AWS has taken a rollout back by it. */
export interface RanLease {
  readonly rolloutId: string;
  readonly candidate: Version;
}

/** An alias description taken apart: `<user's text> [7 was 6 5] [took back 8 …] [lr1 …]`; `[7 was 6 5 by k3x9a0]` after a train. */
export interface AliasDescription extends PreviousNote {
  /** What the user wrote, to the character. */
  readonly text: string;
  readonly marker?: RolloutMarker;
  /** A marker that this version of lambda-release cannot read, as it stands. */
  readonly unreadableMarker?: string;
  readonly ranLease?: RanLease;
}

const MAX_PREVIOUS = 3;

const MARKER = /\[lr\d+ [^[\]]*\]$/;
const RAN_LEASE = /\[lease of ([0-9a-z]{6}) took back ([1-9]\d*)\]$/;
const PREVIOUS = /\[(?:([1-9]\d*) )?was((?: [1-9]\d*){1,3})(?: by ([0-9a-z]{6}))?\]$/;

/** Takes a description apart. Never fails: what is not ours is the user's text. */
export function splitDescription(description: string): AliasDescription {
  const [beforeMarker, marker] = cutTail(description, MARKER);
  const [resting, lease] = marker === undefined ? cutTail(beforeMarker, RAN_LEASE) : [beforeMarker];
  const [noted, took = ''] = cutTail(resting, CONVICTION);
  const [text, note] = cutTail(noted, PREVIOUS);
  const convicted = parseConviction(took);
  return {
    text,
    ...readNote(note),
    ...(convicted && {convicted}),
    ...readLease(lease),
    ...(marker === undefined ? {} : readMarker(marker)),
  };
}

/** Puts a description together; `marker` is the formatted text. Inverse of splitDescription, but for a conviction that has to be cut. */
export function joinDescription(text: string, {previous, of, train, convicted}: PreviousNote, marker?: string): string {
  const subject = of === undefined ? '' : `${of} `;
  const note =
    previous.length === 0
      ? undefined
      : `[${subject}was ${previous.join(' ')}${train === undefined ? '' : ` by ${train}`}]`;
  const without = joined(text, note, marker);
  if (!convicted) return without;
  return joined(text, note, formatConviction(convicted, MAX_DESCRIPTION_LENGTH - without.length - 1), marker);
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.reduce<string>(
    (whole, part) => (part === undefined ? whole : whole === '' ? part : `${whole} ${part}`),
    '',
  );
}

/** The description of an alias that its lease has taken back: shorter than while its rollout was in it. */
export function ranLeaseDescription(description: string, {rolloutId, candidate}: RanLease): string {
  const {text, ...note} = splitDescription(description);
  const mark = `[lease of ${rolloutId} took back ${candidate}]`;
  const whole = joinDescription(text, note, mark);
  return whole.length <= MAX_DESCRIPTION_LENGTH ? whole : joinDescription(text, {previous: []}, mark);
}

/** The description of an alias at rest. The note of previous versions gives way, oldest first; the user's text never. */
export function restingDescription(text: string, note: PreviousNote): string {
  for (let kept = note.previous.length; kept > 0; kept--) {
    const description = joinDescription(text, {...note, previous: note.previous.slice(0, kept)});
    if (description.length <= MAX_DESCRIPTION_LENGTH) return description;
  }
  return joinDescription(text, {...note, previous: []});
}

/**
 * Whether a note is of an alias that now serves `stable`: another tool moves traffic and leaves the note as it was. One that
 * does not say of which version it is, is taken for this one's when it names a lower version first, as every way forward does.
 */
export function isNoteOf({previous, of}: PreviousNote, stable: Version): boolean {
  const [latest] = previous;
  if (latest === undefined || of !== undefined) return of === stable;
  // $LATEST has no number.
  return /^\d+$/.test(stable) && compareVersions(latest, stable) < 0;
}

/** The note after a move of all traffic: going forward adds a version, going back removes some. One of another state is dropped. */
export function previousAfterMove(note: PreviousNote, from: Version, to: Version): PreviousNote {
  if (from === to) return note;
  const previous = isNoteOf(note, from) ? note.previous : [];
  const index = previous.indexOf(to);
  if (index >= 0) return {of: to, previous: previous.slice(index + 1), ...stillConvicted(note, to)};
  const all = [from, ...previous.filter((version) => version !== from)];
  return {of: to, previous: all.slice(0, MAX_PREVIOUS), ...stillConvicted(note, to)};
}

/** A version that has all traffic after all is not held against anybody any more. */
export function stillConvicted({convicted}: PreviousNote, serves: Version): Pick<PreviousNote, 'convicted'> {
  return convicted && convicted.version !== serves ? {convicted} : {};
}

/** Whether two descriptions say the same, whatever they remember of convictions. */
export function isSameDescription(a: string, b: string): boolean {
  const [one, other] = [a, b].map((description) => {
    const {text, previous, of, train, marker, unreadableMarker, ranLease} = splitDescription(description);
    return JSON.stringify([text, previous, of, train, marker, unreadableMarker, ranLease]);
  });
  return one === other;
}

// One space parts the tail from what stands before it. Written otherwise it is not ours, so it stays the user's text.
function cutTail(text: string, tail: RegExp): [string, string?] {
  const match = tail.exec(text);
  if (!match) return [text];
  const before = text.slice(0, match.index);
  if (before === '') return ['', match[0]];
  return before.length > 1 && before.endsWith(' ') ? [before.slice(0, -1), match[0]] : [text];
}

function readNote(note: string | undefined): PreviousNote {
  const [, of, versions, train] = note === undefined ? [] : (PREVIOUS.exec(note) ?? []);
  return {
    previous: versions?.trim().split(' ') ?? [],
    ...(of !== undefined && {of}),
    ...(train !== undefined && {train}),
  };
}

function readLease(lease: string | undefined): Pick<AliasDescription, 'ranLease'> {
  const [, rolloutId, candidate] = lease === undefined ? [] : (RAN_LEASE.exec(lease) ?? []);
  return rolloutId === undefined || candidate === undefined ? {} : {ranLease: {rolloutId, candidate}};
}

function readMarker(text: string): Pick<AliasDescription, 'marker' | 'unreadableMarker'> {
  try {
    return {marker: parseMarker(text)};
  } catch (error) {
    if (error instanceof ParseError) return {unreadableMarker: text};
    throw error;
  }
}
