import type {ObservedConcurrency} from '../../observe/concurrency/concurrency.js';
import type {ObservedSettings} from '../../observe/publish/function-settings.js';
import {planClear, planReserve, type ReservePlan, reserveWarnings} from '../concurrency/concurrency.js';
import type {Planned, Refusal} from '../refusal.js';
import type {PlanWarning} from '../rollout/plan.js';

/** What the release file says of a function beside its versions. What is absent is not touched. */
export interface SettingsSpec {
  readonly functionName: string;
  /** `null` takes the tag away. */
  readonly tags?: Readonly<Record<string, string | null>>;
  readonly reservedConcurrency?: number | 'none';
}

/** One setting that is to change. Both are empty for none. */
export interface SettingChange {
  /** `tags.team`, `reservedConcurrency`. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** Settings that no version freezes: they hold at once, for every version and alias. */
export interface SettingsPlan {
  readonly functionName: string;
  readonly setTags: Readonly<Record<string, string>>;
  readonly removeTags: readonly string[];
  /** Absent when the reservation is as wanted. */
  readonly reserve?: ReservePlan;
  /** Empty when there is nothing to do. */
  readonly changes: readonly SettingChange[];
  readonly warnings: readonly PlanWarning[];
}

/** Which tags and which reservation are to change, or why the reservation cannot. */
export function planSettings(spec: SettingsSpec, observed: ObservedSettings): Planned<SettingsPlan> {
  const {functionName, tags = {}} = spec;
  const changedTags = Object.entries(tags).filter(([name, value]) => (observed.tags[name] ?? null) !== value);
  const setTags = Object.fromEntries(changedTags.filter((tag): tag is [string, string] => tag[1] !== null));
  const removeTags = changedTags.filter(([, value]) => value === null).map(([name]) => name);
  const changes = changedTags.map(([name, value]) => ({
    field: `tags.${name}`,
    from: observed.tags[name] ?? '',
    to: value ?? '',
  }));
  const plan = {functionName, setTags, removeTags, changes, warnings: []};
  const {reservedConcurrency: wanted} = spec;
  if (wanted === undefined || observed.concurrency === undefined) return {ok: true, plan};
  const planned = planReservation(observed.concurrency, wanted);
  if (!planned.ok) return planned;
  const reserve = planned.plan;
  if (!reserve.changed) return {ok: true, plan};
  const change = {field: 'reservedConcurrency', from: numberText(reserve.previous), to: numberText(reserve.reserved)};
  return {ok: true, plan: {...plan, reserve, changes: [...changes, change], warnings: reserveWarnings(reserve)}};
}

function planReservation(observed: ObservedConcurrency, wanted: number | 'none'): Planned<ReservePlan> {
  if (observed.reserved === 0) return {ok: false, refusals: [isStopped(observed.functionName, wanted)]};
  return wanted === 'none' ? {ok: true, plan: planClear(observed)} : planReserve(observed, wanted);
}

/** Somebody has pulled the emergency stop: a release that comes by must not be what lets go of it. */
function isStopped(functionName: string, wanted: number | 'none'): Refusal {
  const start = wanted === 'none' ? `clear ${functionName}` : `reserve ${functionName} ${wanted}`;
  return {
    code: 'FUNCTION_STOPPED',
    message: `${functionName} is stopped (0 reserved), and the release file reserves ${wanted}: releasing would start it.`,
    suggestions: [
      `See what it had before: lambda-release concurrency show ${functionName}`,
      `When it may run again: lambda-release concurrency ${start}`,
      'To release it while it is stopped, leave reservedConcurrency out.',
    ],
  };
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
