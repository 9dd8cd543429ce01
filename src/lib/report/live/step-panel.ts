import {evidenceText} from '../../analysis/evidence-text.js';
import type {Judgement, SideSummary, SignalPart} from '../../analysis/judgement.js';
import {formatDuration, MINUTE_MS, SECOND_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {OnlookerDetails, VersionLoad} from '../../model/rollout/onlooker-details.js';
import type {DurationsOfMinute, StepSample} from '../../model/rollout/step-sample.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {VersionNote, VersionNotes} from '../../model/versions/note.js';
import {visibleName} from '../control-characters.js';
import {formatCount, formatCountOf, formatRate} from '../number-text.js';
import {besideErrors, intervalText, sideText} from '../text/judgement.js';
import {wrapped} from '../wrapped.js';
import type {Frame} from './board.js';

/** What the live view knows of a step that runs. */
export interface PanelSubject {
  readonly ref: AliasRef;
  readonly sample?: StepSample;
  readonly judgement?: Judgement;
  readonly notes?: VersionNotes;
  readonly details?: OnlookerDetails;
}

type Line = readonly [label: string, text: string | undefined];

const LABEL_WIDTH = 11;
/** A terminal of 120 columns has so many for a line. */
const WIDE_COLUMNS = 110;

/**
 * What a person on call asks of a running step, the most important first: what is next and when at the latest, both sides,
 * the verdict, how new the numbers are. A wide terminal shows the rest. Broken at words; where rows are short the last lines
 * go, and never the command that stops it.
 */
export function stepPanel(subject: PanelSubject, {nowMs, columns, rows}: Frame): readonly string[] {
  const fitted = (line: Line) => wrapped(`${line[0].padEnd(LABEL_WIDTH)}${line[1]}`, columns).split('\n');
  const stop = stopLines(subject.ref, columns);
  const lines = [...essentials(subject, nowMs), ...(columns >= WIDE_COLUMNS ? details(subject) : [])]
    .filter(([, text]) => text !== undefined && text !== '')
    .map(fitted);
  const shown: string[] = [];
  for (const line of lines) {
    if (shown.length + line.length + stop.length > rows) break;
    shown.push(...line);
  }
  return [...shown, ...stop];
}

/** A command that is cut cannot be pasted: where there is no room it stands alone, then on two lines. */
function stopLines(ref: AliasRef, columns: number): readonly string[] {
  const name = formatAliasRef(ref);
  const command = `lambda-release rollout abort ${name}`;
  if (LABEL_WIDTH + command.length <= columns) return [`${'stop'.padEnd(LABEL_WIDTH)}${command}`];
  return command.length <= columns ? [command] : ['lambda-release rollout abort \\', `  ${name}`];
}

function essentials({sample, judgement}: PanelSubject, nowMs: number): readonly Line[] {
  if (!sample || !judgement) return [];
  const {stable, candidate, weightPercent, newest} = sample;
  return [
    ['next', nextText(sample, nowMs)],
    ['candidate', sharedSideText(candidate, weightPercent, judgement.candidate)],
    ['stable', sharedSideText(stable, 100 - weightPercent, judgement.stable)],
    ['verdict', verdictText(judgement)],
    ['newest', newest ? newestText(sample, newest, nowMs) : 'no minute has counts yet'],
    ['finish', finishText(sample, nowMs)],
    ['beside', besideErrors(judgement).join(', ')],
  ];
}

function details({sample, judgement, notes = {}, details: {load, authors = {}} = {}}: PanelSubject): readonly Line[] {
  const slow = judgement?.signals.find(({name}) => name === 'slow')?.parts ?? [];
  const versions = [
    ['candidate', sample?.candidate, notes.candidate, authors.candidate],
    ['stable', sample?.stable, notes.stable, authors.stable],
  ] as const;
  return [
    ['slow', slow.flatMap(slowText).join('; ')],
    ['durations', load ? loadText(load) : durationsText(sample?.durations)],
    ['throttles', sample && `${formatCountOf(sample.throttles, 'call')} refused by the alias in this step`],
    ...versions.map(([side, version, note, author]): Line => ['code', noteText(`${side} ${version}`, note, author)]),
  ];
}

/** While it bakes when that is over; after it until when it may wait for what it still needs. */
function nextText({bakedMs, latestMs, nextWeightPercent: weight}: StepSample, nowMs: number): string {
  const further = weight !== undefined && weight < 100 ? formatWeightPercent(weight) : 'promotion';
  const next = weight === undefined ? 'end of the watch' : further;
  if (bakedMs > nowMs)
    return `${next} at ${timeText(bakedMs, nowMs)} if it passes, else held by ${clockText(latestMs)}`;
  if (latestMs > nowMs) return `${next} as soon as it passes, else held by ${timeText(latestMs, nowMs)}`;
  return `${next}, or held, any moment`;
}

/** What has baked and waits for its verdict ends later with every second. */
function finishText({finishMs, bakedMs, atMs}: StepSample, nowMs: number): string {
  const waitedMs = Math.max(0, nowMs - Math.max(bakedMs, atMs));
  return `${timeText(finishMs + waitedMs, nowMs)} if nothing takes longer`;
}

function sharedSideText(version: string, weightPercent: number, side: SideSummary): string {
  return `${version} at ${formatWeightPercent(weightPercent)}: ${sideText(side)}${intervalText(side)}`;
}

function verdictText(judgement: Judgement): string {
  return `${judgement.verdict}, ${evidenceText(judgement)}, ${formatCountOf(judgement.usableMinutes, 'minute')} judged`;
}

function newestText({stable, candidate}: StepSample, newest: NonNullable<StepSample['newest']>, nowMs: number): string {
  const ageMs = nowMs - newest.minuteMs - MINUTE_MS;
  const age = ageMs < SECOND_MS ? 'still counting' : `ended ${formatDuration(ageMs)} ago`;
  const requests = `${formatCountOf(newest.candidate, 'request')} of ${candidate}, ${formatCount(newest.stable)} of ${stable}`;
  return `minute ${clockText(newest.minuteMs)}, ${age}: ${requests}`;
}

function slowText({thresholdMs, candidate, stable}: SignalPart): readonly string[] {
  if (thresholdMs === undefined || !candidate || !stable) return [];
  return [
    `over ${formatCount(thresholdMs)} ms: candidate ${formatRate(candidate.errorRate)}, stable ${formatRate(stable.errorRate)}`,
  ];
}

function durationsText({stable, candidate}: NonNullable<StepSample['durations']> = {}): string {
  const text = (name: string, side: DurationsOfMinute | undefined) =>
    side ? [`${name} p50 ${formatCount(side.p50Ms)} ms, p90 ${formatCount(side.p90Ms)} ms`] : [];
  return [...text('candidate', candidate), ...text('stable', stable)].join('; ');
}

/** `candidate 240 a minute, p50 12 ms, p99 80 ms; … (last 5 minutes)`. */
function loadText({minutes, candidate, stable}: NonNullable<OnlookerDetails['load']>): string {
  const text = (name: string, load: VersionLoad | undefined) => {
    if (!load) return [];
    const {perMinute, p50Ms, p99Ms} = load;
    const parts = [
      `${formatCount(Math.round(perMinute))} a minute`,
      p50Ms !== undefined && `p50 ${formatCount(Math.round(p50Ms))} ms`,
      p99Ms !== undefined && `p99 ${formatCount(Math.round(p99Ms))} ms`,
    ];
    return [`${name} ${parts.filter(Boolean).join(', ')}`];
  };
  const texts = [...text('candidate', candidate), ...text('stable', stable)];
  return texts.length === 0 ? '' : `${texts.join('; ')} (last ${minutes === 1 ? 'minute' : `${minutes} minutes`})`;
}

function noteText(
  name: string,
  {commit, dirty, message = ''}: Partial<VersionNote> = {},
  author?: string,
): string | undefined {
  if (commit === undefined && message === '') return undefined;
  const from = commit === undefined ? '' : ` ${commit.slice(0, 7)}${dirty ? '-dirty' : ''}`;
  const by = author === undefined ? '' : ` (${author})`;
  return visibleName(`${name}:${from} ${message}${by}`.replaceAll(/\s+/g, ' ').trimEnd());
}

/** `14:35Z (in 2m50s)`. */
function timeText(atMs: number, nowMs: number): string {
  return `${clockText(atMs)} (in ${formatDuration(Math.max(SECOND_MS, atMs - nowMs))})`;
}

function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 16)}Z`;
}
