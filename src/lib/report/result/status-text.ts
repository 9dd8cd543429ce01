import type {AliasState} from '../../model/alias-state.js';
import {formatDuration} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function-ref.js';
import {type RolloutMarker, stepIndexOf} from '../../model/rollout-marker.js';
import type {RolloutStanding} from '../../model/rollout-standing.js';
import {formatWeightPercent} from '../../model/weight.js';
import {formatFields, formatTable} from '../table.js';
import {reservedText} from './concurrency-text.js';

/** One alias, and what its marker and its weights say together. */
export interface AliasStatus {
  readonly alias: AliasState;
  readonly standing: RolloutStanding;
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
    aliases.map(({alias, standing}) => [
      formatAliasRef(alias),
      `${alias.stable} (${formatWeightPercent(100 - (alias.candidate?.weightPercent ?? 0))})`,
      alias.candidate && `${alias.candidate.version} (${formatWeightPercent(alias.candidate.weightPercent)})`,
      standingText(standing, nowMs),
    ]),
  );
  return `${head}\n\n${table}`;
}

/** What a rollout is at: `k3x9qa, step 1 of 3 for 1m30s`; `undefined` when nobody is releasing. */
export function standingText(standing: RolloutStanding, nowMs: number): string | undefined {
  switch (standing.kind) {
    case 'idle':
      return undefined;
    case 'foreign':
      return 'weights that no rollout of ours has set';
    case 'running': {
      const {marker} = standing;
      const step = `step ${stepIndexOf(marker) + 1} of ${marker.steps.length}`;
      return `${marker.rolloutId}, ${step} for ${sinceLastMove(marker, nowMs)}${marker.held ? ', held' : ''}`;
    }
    case 'watching':
      return `${standing.marker.rolloutId}, watched for ${sinceLastMove(standing.marker, nowMs)} of ${formatDuration(standing.marker.watchMs)}`;
    case 'orphaned':
      return `broken: ${standing.reason}`;
  }
}

function sinceLastMove(marker: RolloutMarker, nowMs: number): string {
  return formatDuration(Math.max(0, nowMs - (marker.movedMs.at(-1) ?? nowMs)));
}
