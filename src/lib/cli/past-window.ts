import {Flags} from '@oclif/core';
import {UsageError} from '../errors.js';
import {fullMinute} from '../model/full-minute.js';
import {ParseError} from '../model/parse-error.js';
import {durationFlag} from './flags.js';

const LAST_MS = 3 * 3_600_000;
/** CloudWatch keeps points of a minute for 15 days (GetMetricData), and the judge counts in minutes. */
const KEPT_MS = 15 * 86_400_000;
const LONGEST_MS = 86_400_000;

/** A point in time, ISO 8601 with its zone, as epoch milliseconds. */
const timeFlag = Flags.custom<number>({
  helpValue: '2026-01-01T12:00:00Z',
  parse: async (text) => {
    const ms = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(ms))
      throw new ParseError(`"${text}" is not a time.`, 'Write it with its zone: 2026-01-01T12:00:00Z.');
    return ms;
  },
});

/** A window of the past. */
export const windowFlags = {
  last: durationFlag({summary: 'Up to now, this long; 3h when nothing is said.', exclusive: ['from', 'to']}),
  from: timeFlag({summary: 'Where the window begins.'}),
  to: timeFlag({summary: 'Where it ends; now when left out.', dependsOn: ['from']}),
};

interface WindowFlagValues {
  readonly last?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The whole minutes of the window, start inclusive, end exclusive, epoch milliseconds. Throws UsageError. */
export function toWindow(flags: WindowFlagValues, nowMs: number): {readonly fromMs: number; readonly toMs: number} {
  const toMs = fullMinute(Math.min(flags.to ?? nowMs, nowMs));
  const fromMs = fullMinute(flags.from ?? toMs - (flags.last ?? LAST_MS));
  if (fromMs >= toMs) {
    throw new UsageError('The window is empty.', {
      code: 'WINDOW_EMPTY',
      suggestions: ['Let --from come before --to, and --last be a minute at least.'],
    });
  }
  if (nowMs - fromMs > KEPT_MS) {
    throw new UsageError('The window begins more than 15 days ago, and CloudWatch keeps minutes no longer than that.', {
      code: 'WINDOW_TOO_OLD',
      suggestions: ['Give a later --from, or judge minutes that you kept yourself: lambda-release analyze FILE'],
    });
  }
  if (toMs - fromMs > LONGEST_MS) {
    throw new UsageError('The window is longer than a day.', {
      code: 'WINDOW_TOO_LONG',
      suggestions: ['Look at one rollout at a time, with --from and --to.'],
    });
  }
  return {fromMs, toMs};
}
