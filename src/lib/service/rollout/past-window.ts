import {UsageError} from '../../errors.js';
import {fullMinute} from '../../model/full-minute.js';

const LAST_MS = 3 * 3_600_000;
/** CloudWatch keeps points of a minute for 15 days (GetMetricData), and the judge counts in minutes. */
const KEPT_MS = 15 * 86_400_000;
const LONGEST_MS = 86_400_000;

export interface WindowOptions {
  readonly last?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** The whole minutes of the window, start inclusive, end exclusive, epoch milliseconds. Throws UsageError. */
export function toWindow(options: WindowOptions, nowMs: number): {readonly fromMs: number; readonly toMs: number} {
  const toMs = fullMinute(Math.min(options.to ?? nowMs, nowMs));
  const fromMs = fullMinute(options.from ?? toMs - (options.last ?? LAST_MS));
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
