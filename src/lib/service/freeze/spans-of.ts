import {readFile} from 'node:fs/promises';
import type {FreezeRule} from '../../config/freeze/rules.js';
import {UsageError} from '../../errors.js';
import {DAY_MS} from '../../model/duration.js';
import type {FrozenSpan} from '../../model/freeze/span.js';
import {ParseError} from '../../model/parse-error.js';

/** So far ahead it is looked for the next open minute. */
const HORIZON_MS = 400 * DAY_MS;

/** All spans of the rules from now on, and those in force. Throws UsageError for a calendar that cannot be read. */
export async function spansOf(rules: readonly FreezeRule[], nowMs: number): Promise<readonly FrozenSpan[]> {
  if (rules.length === 0) return [];
  // Time zones and calendars are much code: loaded only where there is a freeze.
  const {spanOfDays, spansOfWeeks} = await import('../../config/freeze/spans.js');
  const toMs = nowMs + HORIZON_MS;
  const spans: FrozenSpan[] = [];
  for (const rule of rules) {
    if ('calendar' in rule) {
      const text = await readCalendar(rule.calendar);
      const {spansOfCalendar} = await import('../../config/freeze/calendar.js');
      try {
        spans.push(...spansOfCalendar({...rule, text}, nowMs, toMs));
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        throw unreadable(rule.calendar, `${error.message} ${error.wayOut}`, error);
      }
    } else if ('text' in rule) spans.push(...spansOfWeeks(rule, nowMs, toMs));
    else spans.push(spanOfDays(rule));
  }
  return spans.filter((span) => span.toMs > nowMs).sort((a, b) => a.fromMs - b.fromMs);
}

async function readCalendar(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, (error as NodeJS.ErrnoException).message, error);
  }
}

function unreadable(file: string, why: string, cause: unknown): UsageError {
  return new UsageError(`The calendar ${file} of the release file cannot be read: ${why}`, {
    code: 'CALENDAR_UNREADABLE',
    suggestions: ['Mend its path under freeze, or take it out; without it nobody knows what is frozen.'],
    cause,
  });
}
