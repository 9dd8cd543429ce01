import type {AliasState} from '../../model/alias-state.js';
import {formatDuration} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function-ref.js';
import {formatWeightPercent} from '../../model/weight.js';
import {formatFields, formatTable} from '../table.js';
import {reservedText} from './concurrency-text.js';

/** The rollout an alias carries, as far as its marker tells. */
export interface StandingRollout {
  readonly rolloutId: string;
  readonly stepIndex: number;
  readonly stepCount: number;
  readonly sinceMs: number;
}

/** One alias at a glance. */
export interface AliasStatus {
  readonly alias: AliasState;
  readonly rollout?: StandingRollout;
}

export interface StatusReport {
  readonly functionName: string;
  readonly aliases: readonly AliasStatus[];
  /** `undefined` when nothing is reserved; 0 is the emergency stop. */
  readonly reservedConcurrency?: number;
  readonly latestVersion?: string;
}

/** Split, rollout and concurrency of a function; `nowMs` is the command's clock. */
export function statusText(report: StatusReport, nowMs: number): string {
  const {functionName, aliases, reservedConcurrency, latestVersion} = report;
  const head = formatFields([
    ['Function', functionName],
    ['Newest version', latestVersion ?? 'none published'],
    ['Concurrency', reservedText(reservedConcurrency)],
  ]);
  if (aliases.length === 0) return `${head}\n\nNo alias yet.`;
  const table = formatTable(
    [
      {heading: 'Alias'},
      {heading: 'Stable', align: 'right'},
      {heading: 'Candidate', align: 'right'},
      {heading: 'Rollout'},
    ],
    aliases.map(({alias, rollout}) => [
      formatAliasRef(alias),
      `${alias.stable} (${formatWeightPercent(100 - (alias.candidate?.weightPercent ?? 0))})`,
      alias.candidate && `${alias.candidate.version} (${formatWeightPercent(alias.candidate.weightPercent)})`,
      rollout ? rolloutCell(rollout, nowMs) : alias.candidate && 'weights without a rollout',
    ]),
  );
  return `${head}\n\n${table}`;
}

function rolloutCell({rolloutId, stepIndex, stepCount, sinceMs}: StandingRollout, nowMs: number): string {
  return `${rolloutId}, step ${stepIndex + 1} of ${stepCount}, since ${formatDuration(Math.max(0, nowMs - sinceMs))}`;
}
