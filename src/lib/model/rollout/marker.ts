import {MINUTE_MS} from '../../model/duration.js';
import {formatDuration, parseDurationMs} from '../duration.js';
import {fullMinute} from '../full-minute.js';
import {ParseError} from '../parse-error.js';
import {formatTrainMark, parseTrainMark, type TrainMark} from '../train/mark.js';
import {parseVersion, type Version} from '../versions/version.js';
import {formatMarkerSteps, parseMarkerSteps} from './marker-steps.js';
import type {Step} from './step.js';
import type {WeightPercent} from './weight.js';

/** What a rollout writes into its alias, so that any process can read, judge, finish or abort it. */
export interface RolloutMarker {
  /** Six base-36 digits; tells our own write from another's. */
  readonly rolloutId: string;
  /** Which process works on it: absent for the one that began it, else four base-36 digits of the `resume` that took over. */
  readonly runner?: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly steps: readonly Step[];
  /**
   * Each traffic move so far, epoch milliseconds: at a full minute, or as `lateMove` has it. The first is the start of the
   * rollout, one more than there are steps means that the candidate has all traffic and is being watched.
   */
  readonly movedMs: readonly number[];
  /**
   * Which of the moves, if any, gave stable half of the traffic back, for the candidate to be compared beside it: its place
   * in `movedMs`. It happens once in a rollout, and the next move goes to where the candidate was before.
   */
  readonly backAt?: number;
  readonly watchMs: number;
  readonly settingsDigest: string;
  /** The train it is a car of. */
  readonly train?: TrainMark;
  /** The rollout waits for a person. */
  readonly held: boolean;
}

/** The whole marker, brackets included; the description holds 256 and belongs to the user. */
export const MAX_MARKER_LENGTH = 120;

const LATE_MS = 59_000;
const FORMAT =
  /^\[lr1 ([0-9a-z]{6})(?:\.([0-9a-z]{4}))? (?:(\d+)|w|b)\/(\d+) (\d+)>(\d+) (\S+) (~?[0-9a-z]+(?:(?:<~?|[+~])[0-9a-z]+)*) w(\w+) ([0-9a-f]{8})(?: (t[.0-9a-z]+))?( held)?\]$/;
/** The candidate's share while it is compared beside stable once more; more would leave too little of a control. */
export const BESIDE_WEIGHT_PERCENT = 50;

/**
 * `[lr1 k3x9a0 2/3 6>7 5,25,50:5m hsk2a+5 w10m 1a2b3c4d]`, with ` tq1w2e3.2` behind it in a train: format version, rollout id, step, stable>candidate, steps,
 * start and later moves in minutes (base 36), watch, digest of the analysis settings. `~` in place of `+`, or before the
 * start, tells a late move; `<` the one back beside stable, during which `b` stands for the step. After a resume the id is `k3x9a0.7f2m`, ending in the runner. The caller checks the length.
 */
export function formatMarker(marker: RolloutMarker): string {
  const minutes = marker.movedMs.map((ms) => Math.floor(ms / MINUTE_MS));
  const moves = marker.movedMs.map((ms, index) => {
    const back = index === marker.backAt ? '<' : '';
    const sign = ms % MINUTE_MS > 0 ? `${back}~` : back || (index > 0 ? '+' : '');
    return `${sign}${((minutes[index] ?? 0) - (minutes[index - 1] ?? 0)).toString(36)}`;
  });
  const step = isWatching(marker) ? 'w' : isBesideStable(marker) ? 'b' : String(stepIndexOf(marker) + 1);
  const train = marker.train ? ` ${formatTrainMark(marker.train)}` : '';
  const held = marker.held ? ' held' : '';
  const id = marker.runner === undefined ? marker.rolloutId : `${marker.rolloutId}.${marker.runner}`;
  return (
    `[lr1 ${id} ${step}/${marker.steps.length} ${marker.stable}>${marker.candidate} ` +
    `${formatMarkerSteps(marker.steps)} ${moves.join('')} w${formatDuration(marker.watchMs)} ${marker.settingsDigest}${train}${held}]`
  );
}

/** Inverse of formatMarker; it accepts nothing that formatMarker would not have written. Throws ParseError. */
export function parseMarker(text: string): RolloutMarker {
  const match = FORMAT.exec(text);
  if (!match) throw unreadable(text);
  const [, rolloutId = '', runner, , , stable = '', candidate = '', steps = '', moves = '', watch = '', digest = ''] =
    match;
  const train = parseTrainMark(match[11] ?? '');
  const moveTexts = moves.match(/(?:<~?|[+~])?[0-9a-z]+/g) ?? [];
  const backAt = moveTexts.findIndex((move) => move.startsWith('<'));
  let minute = 0;
  const marker: RolloutMarker = {
    rolloutId,
    ...(runner !== undefined && {runner}),
    stable: parseVersion(stable),
    candidate: parseVersion(candidate),
    steps: parseMarkerSteps(steps),
    movedMs: moveTexts.map((move) => {
      minute += Number.parseInt(move.replace(/^[<+~]+/, ''), 36);
      const ms = minute * MINUTE_MS;
      return move.includes('~') ? lateMove(ms) : ms;
    }),
    ...(backAt >= 0 && {backAt}),
    watchMs: parseDurationMs(watch),
    settingsDigest: digest,
    ...(train && {train}),
    held: match[12] !== undefined,
  };
  if (!isPossible(marker) || formatMarker(marker) !== text) throw unreadable(text);
  return marker;
}

/**
 * When a move counts as made that was in force too late in its minute for the minute to be judged by its weight, or nobody
 * knows when: at the minute's end, so that neither it nor what it spills into is judged.
 */
export function lateMove(atMs: number): number {
  return fullMinute(atMs) + LATE_MS;
}

/** The marker after one more move forward, or back to where it was sent beside stable from, made at `movedMs`. */
export function afterMove(marker: RolloutMarker, movedMs: number): RolloutMarker {
  return {...marker, movedMs: [...marker.movedMs, movedMs], held: false};
}

/** The minute the rollout began in, epoch milliseconds. */
export function startOf({movedMs}: RolloutMarker): number {
  return fullMinute(movedMs[0] ?? 0);
}

/** Whether the candidate has all traffic already and the rollout only watches it. */
export function isWatching(marker: RolloutMarker): boolean {
  return stepIndexOf(marker) === marker.steps.length && !isBesideStable(marker);
}

/** Whether the candidate has been sent back beside stable and is being compared there. */
export function isBesideStable({movedMs, backAt}: RolloutMarker): boolean {
  return backAt === movedMs.length - 1;
}

/** 0-based index of the step the rollout is in, or was sent back from; the number of steps while it watches. */
export function stepIndexOf({movedMs, backAt}: Pick<RolloutMarker, 'movedMs' | 'backAt'>): number {
  const last = movedMs.length - 1;
  if (backAt === undefined || last < backAt) return last;
  return last === backAt ? last - 1 : last - 2;
}

/** The candidate's share after each move, percent. */
export function weightsOf({steps, movedMs, backAt}: RolloutMarker): readonly WeightPercent[] {
  return movedMs.map((_, index) => {
    if (index === backAt) return BESIDE_WEIGHT_PERCENT;
    const stepIndex = stepIndexOf({movedMs: movedMs.slice(0, index + 1), ...(backAt !== undefined && {backAt})});
    return steps[stepIndex]?.weightPercent ?? 100;
  });
}

/** The marker after the move back beside stable. Only for a candidate above half of the traffic, and once in a rollout. */
export function movedBack(marker: RolloutMarker, atMs: number): RolloutMarker {
  return {...afterMove(marker, atMs), backAt: marker.movedMs.length};
}

/** Whether a rollout can have come to this: no more moves than there are, and back from more than half. */
function isPossible(marker: RolloutMarker): boolean {
  const {movedMs, steps, backAt} = marker;
  if (movedMs.length > steps.length + 1 + (backAt === undefined ? 0 : 2)) return false;
  return backAt === undefined || (weightsOf(marker)[backAt - 1] ?? 0) > BESIDE_WEIGHT_PERCENT;
}

function unreadable(text: string): ParseError {
  return new ParseError(
    `"${text}" is not a rollout marker of this version of lambda-release.`,
    'Use the version of lambda-release that began the rollout, or move the traffic with: lambda-release shift',
  );
}
