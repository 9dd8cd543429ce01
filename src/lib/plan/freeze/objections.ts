import {formatMoment, isoMinute} from '../../model/freeze/moment.js';
import {type FrozenSpan, frozenAt, nextFrozen, nextOpenMs} from '../../model/freeze/span.js';
import type {Blockers, ObservedBlockers, Read} from '../../observe/freeze/blockers.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from '../rollout/plan.js';

/** The objection to leaving at a moment that is frozen. */
export function freezeObjections(spans: readonly FrozenSpan[], nowMs: number): readonly Refusal[] {
  const span = frozenAt(spans, nowMs);
  if (!span) return [];
  const openMs = nextOpenMs(spans, nowMs);
  const open = formatMoment(openMs, span.timezone);
  return [
    {
      code: 'FROZEN',
      message: `Nothing leaves now: ${span.reason}. It opens ${open}.`,
      suggestions: [`Run the command again ${open}.`],
      details: {reason: span.reason, open: isoMinute(openMs)},
    },
  ];
}

/** What a person should know of freezes to come before something leaves that takes so long at the least. */
export function freezeWarnings(
  spans: readonly FrozenSpan[],
  nowMs: number,
  {leastMs, onFreeze}: {readonly leastMs: number; readonly onFreeze: string},
): readonly PlanWarning[] {
  const next = frozenAt(spans, nowMs) ? undefined : nextFrozen(spans, nowMs);
  if (!next || next.fromMs >= nowMs + leastMs) return [];
  const does = {finish: 'it goes on to its end', hold: 'it is held then', abort: 'it is taken back then'}[onFreeze];
  const message = `A freeze begins ${formatMoment(next.fromMs, next.timezone)} (${next.reason}), before this can be over: ${does}.`;
  return [{code: 'FREEZE_AHEAD', message}];
}

/** Objections of blockers; one that cannot be read is none that is known to be open. */
export function blockerObjections(
  {parameter, headroom}: Blockers,
  {alarms, parameter: stop, pool}: ObservedBlockers,
): readonly Refusal[] {
  return [
    ...unread('The alarms', alarms),
    ...(valueIn(alarms) ?? []).flatMap((alarm): readonly Refusal[] => {
      if (alarm.state === 'MISSING') return [missingAlarm(alarm.name)];
      if (alarm.state !== 'ALARM') return [];
      const why = alarm.reason === undefined ? '' : `: ${alarm.reason}`;
      return [
        {
          code: 'BLOCKED_ALARM',
          message: `Nothing leaves while the alarm ${alarm.name} is red${why}.`,
          suggestions: ['Wait until it is green again.'],
          details: {alarm: alarm.name},
        },
      ];
    }),
    ...unread(`The parameter ${parameter}`, stop),
    ...(stop && 'value' in stop && stop.value ? parameterObjections(parameter ?? '', stop.value) : []),
    ...unread("The account's pool", pool),
    ...headroomObjections(headroom ?? 0, valueIn(pool)),
  ];
}

const MOST_SAID = 200;

/** What stands in the parameter when nothing is stopped. */
const OPEN: ReadonlySet<string> = new Set(['', 'off', 'false', 'no', '0', 'none']);

function parameterObjections(
  name: string,
  parameter: {readonly kind: 'plain'; readonly value: string} | {readonly kind: 'secret'},
): readonly Refusal[] {
  const open = `aws ssm put-parameter --name ${name} --type String --overwrite --value off`;
  if (parameter.kind === 'secret') {
    return [
      {
        code: 'BLOCKER_SECRET',
        message: `The parameter ${name} is a SecureString: what stops a release is for everybody to read.`,
        suggestions: [`Make it a plain one: aws ssm delete-parameter --name ${name}`, `Then: ${open}`],
      },
    ];
  }
  // Anybody may write there: one line of bearable length, and nothing that steers a terminal.
  const text = parameter.value.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  const said = text.length <= MOST_SAID ? text : `${text.slice(0, MOST_SAID - 1)}…`;
  if (OPEN.has(said.toLowerCase())) return [];
  return [
    {
      code: 'BLOCKED_PARAMETER',
      message: `Nothing leaves: ${name} says "${said}".`,
      suggestions: [`When that is over: ${open}`],
      details: {parameter: name, value: said},
    },
  ];
}

function headroomObjections(
  headroom: number,
  use: {readonly pool: number; readonly peak: number} | undefined,
): readonly Refusal[] {
  if (!use || use.pool - use.peak >= headroom) return [];
  const free = Math.max(0, use.pool - use.peak);
  return [
    {
      code: 'BLOCKED_HEADROOM',
      message: `Nothing leaves with ${free} free executions of the unreserved ${use.pool}, by the most that ran at one time in this hour and the last (${use.peak}); ${headroom} have to be.`,
      suggestions: ['See who uses them: lambda-release concurrency show'],
      details: {...use, headroom},
    },
  ];
}

function missingAlarm(name: string): Refusal {
  return {
    code: 'BLOCKER_MISSING',
    message: `There is no alarm ${name} in this account and region, so nobody can tell whether it is red.`,
    suggestions: ['Mend its name under blockers.alarms in the release file.'],
    details: {alarm: name},
  };
}

function unread(what: string, read: Read<unknown> | undefined): readonly Refusal[] {
  if (!read || !('unread' in read)) return [];
  return [
    {
      code: 'BLOCKER_UNREAD',
      message: `${what} could not be read, and what cannot be read may be stopping everything: ${read.unread.message}`,
      suggestions: read.unread.suggestions,
    },
  ];
}

function valueIn<Value>(read: Read<Value> | undefined): Value | undefined {
  return read && 'value' in read ? read.value : undefined;
}
