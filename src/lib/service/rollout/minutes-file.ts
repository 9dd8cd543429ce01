import {readFile} from 'node:fs/promises';
import * as z from 'zod';
import type {VersionMinute} from '../../analysis/minute/minute.js';
import type {WeightChange} from '../../analysis/minute/weight-change.js';
import {SLOW_GRID} from '../../analysis/settings.js';
import type {PairReading, SlowMinute, SlowThresholds} from '../../analysis/signal-readings.js';
import {UsageError} from '../../errors.js';
import {decodedText} from '../../model/decoded-text.js';
import {fullMinute} from '../../model/full-minute.js';
import {messageOf} from '../../model/text/message-of.js';
import type {PastRollout} from '../../observe/rollout/past-rollout.js';

const count = z.number().nonnegative();
const side = z.strictObject({
  invocations: count,
  errors: count,
  /** Invocations that took longer than each of `slowMs`, or than a multiple of it. */
  slow: z.strictObject(Object.fromEntries(SLOW_GRID.map(({name}) => [name, count.optional()]))).optional(),
  /** Bad ones and all of each pair, by its name. */
  pairs: z.record(z.string().min(1), z.strictObject({bad: count, total: count})).optional(),
});
const PERCENTILES = ['p75', 'p90', 'p99'] as const;
const duration = z.number().positive().optional();
const lineSchema = z.strictObject({
  time: z.union([z.iso.datetime({offset: true}), z.number().int().nonnegative()]),
  weightPercent: z.number().min(0).max(100),
  stable: side,
  candidate: side,
  slowMs: z.strictObject({p75: duration, p90: duration, p99: duration}).optional(),
});

interface MinuteLine extends z.infer<typeof lineSchema> {
  readonly minuteMs: number;
}

const MOST_PROBLEMS = 20;

/** Reads a file of minutes. Throws UsageError: it cannot be read, or lines of it, every one with its number. */
export async function readMinutesFile(file: string): Promise<PastRollout> {
  let text: string;
  try {
    text = decodedText(await readFile(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noSuchFile(file);
    const reason = messageOf(error);
    throw new UsageError(`${file} cannot be read: ${reason}`, {
      code: 'MINUTES_UNREADABLE',
      suggestions: ['Name a file of minutes, or an alias: lambda-release analyze checkout:live'],
      cause: error,
    });
  }
  return parseMinutes(text, file);
}

function noSuchFile(file: string): UsageError {
  // What could be a function's name was probably meant as one.
  const isName = /^[\w-]+$/.test(file);
  return new UsageError(
    isName ? `${file} names no alias, and there is no file of that name.` : `There is no file ${file}.`,
    {
      code: 'MINUTES_NOT_FOUND',
      suggestions: [
        `Name an alias: lambda-release analyze ${isName ? file : 'checkout'}:live`,
        'Or a file of minutes.',
      ],
    },
  );
}

/**
 * Minutes as NDJSON, one a line: `{"time", "weightPercent", "stable": {"invocations", "errors"}, "candidate": {…}}`, time
 * as ISO 8601 or epoch milliseconds, and optionally `slow` counts on both sides with the thresholds in `slowMs`, and
 * `pairs` by their names. A weight holds for its whole minute: a move is taken to have come as that minute began. Throws UsageError with all problems.
 */
export function parseMinutes(text: string, name: string): PastRollout {
  const lines: MinuteLine[] = [];
  const problems: string[] = [];
  text.split('\n').forEach((raw, index) => {
    if (raw.trim() === '') return;
    const result = parseLine(raw, lines.at(-1));
    if (typeof result === 'string') problems.push(`line ${index + 1}: ${result}`);
    else lines.push(result);
  });
  if (problems.length > 0) throw badLines(name, problems);
  if (lines.length === 0) throw badLines(name, ['it holds no minute']);
  return toPast(lines);
}

/** A minute, or what is wrong with it. */
function parseLine(raw: string, previous: MinuteLine | undefined): MinuteLine | string {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    return `not JSON (${error instanceof Error ? error.message : error})`;
  }
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues
      .map(({path, message}) => [path.join('.'), message].filter(Boolean).join(': '))
      .join('; ');
  }
  const line = parsed.data;
  const timeMs = typeof line.time === 'number' ? line.time : Date.parse(line.time);
  const minuteMs = fullMinute(timeMs);
  if (previous && minuteMs <= previous.minuteMs) return 'its minute does not come after the one before it';
  for (const each of [line.stable, line.candidate]) {
    const tooBad = Object.entries(each.pairs ?? {}).find(([, {bad, total}]) => bad > total);
    if (tooBad) return `pairs.${tooBad[0]}: more bad ones than there are in all`;
    for (const {name, of} of SLOW_GRID) {
      if (each.slow?.[name] !== undefined && line.slowMs?.[of] === undefined) {
        return `slow.${name} needs slowMs.${of}, the threshold in milliseconds`;
      }
    }
  }
  const [earlier, slowMs] = [previous?.slowMs, line.slowMs];
  if (earlier && slowMs && PERCENTILES.some((name) => earlier[name] !== slowMs[name])) {
    return 'slowMs differs from the line before: thresholds are fixed for a whole rollout';
  }
  return {...line, minuteMs};
}

/** Versions have no numbers here: they are called what they are. */
function toPast(lines: readonly MinuteLine[]): PastRollout {
  const [stable, candidate] = ['stable', 'candidate'];
  const minutes = lines.flatMap(({minuteMs, ...line}): VersionMinute[] => [
    {minuteMs, version: stable, invocations: line.stable.invocations, errors: line.stable.errors},
    {minuteMs, version: candidate, invocations: line.candidate.invocations, errors: line.candidate.errors},
  ]);
  const changes: WeightChange[] = [];
  for (const {minuteMs, weightPercent} of lines) {
    if (weightPercent !== (changes.at(-1)?.weightPercent ?? 0)) changes.push({atMs: minuteMs, weightPercent});
  }
  const past = {stable, candidate, minutes, changes};
  const thresholds = lines.find(({slowMs}) => slowMs)?.slowMs;
  const pairs = pairReadings(lines);
  if (thresholds === undefined && pairs.length === 0) return past;
  const before = {invocations: 0, throttles: 0, ...(thresholds && {thresholds: toThresholds(thresholds)})};
  const latency = {kind: 'counts', minutes: lines.flatMap(slowMinutes)} as const;
  return {...past, readings: {before, throttles: [], ...(thresholds && {latency}), ...(pairs.length > 0 && {pairs})}};
}

function pairReadings(lines: readonly MinuteLine[]): readonly PairReading[] {
  const byName = new Map<string, VersionMinute[]>();
  for (const {minuteMs, ...line} of lines) {
    for (const version of ['stable', 'candidate'] as const) {
      for (const [name, {bad, total}] of Object.entries(line[version].pairs ?? {})) {
        const minutes = byName.get(name) ?? [];
        byName.set(name, minutes);
        minutes.push({minuteMs, version, invocations: total, errors: bad});
      }
    }
  }
  return [...byName].map(([name, minutes]) => ({name, minutes}));
}

function toThresholds({p75, p90, p99}: NonNullable<MinuteLine['slowMs']>): SlowThresholds {
  return {
    ...(p75 !== undefined && {p75Ms: p75}),
    ...(p90 !== undefined && {p90Ms: p90}),
    ...(p99 !== undefined && {p99Ms: p99}),
    invocations: 0,
  };
}

function slowMinutes({minuteMs, stable, candidate}: MinuteLine): SlowMinute[] {
  return Object.entries({stable, candidate}).flatMap(([version, {invocations, slow}]) => {
    if (slow === undefined) return [];
    const counts = Object.entries(slow).flatMap(([name, above]) =>
      above === undefined ? [] : [[name, above] as const],
    );
    return [{minuteMs, version, invocations, above: Object.fromEntries(counts)}];
  });
}

function badLines(name: string, problems: readonly string[]): UsageError {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => `${name}, ${problem}.`);
  const more = problems.length - shown.length;
  return new UsageError([...shown, ...(more > 0 ? [`And ${more} more.`] : [])].join('\n'), {
    code: 'MINUTES_INVALID',
    suggestions: [
      'Write a minute a line: {"time":"2026-01-01T12:00:00Z","weightPercent":5,"stable":{"invocations":950,"errors":1},"candidate":{"invocations":50,"errors":0}}',
    ],
    details: {problems},
  });
}
