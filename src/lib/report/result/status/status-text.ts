import {formatDuration} from '../../../model/duration.js';
import {formatAliasRef} from '../../../model/function/ref.js';
import {isBesideStable, type RolloutMarker, stepIndexOf} from '../../../model/rollout/marker.js';
import {describeRouting, type RolloutStanding} from '../../../model/rollout/standing.js';
import {formatWeightPercent} from '../../../model/rollout/weight.js';
import type {StageStatus} from '../../../plan/status/api-stages.js';
import type {
  AliasStatus,
  FunctionStatus,
  ServedVersion,
  Since,
  StatusVerdict,
} from '../../../plan/status/function-status.js';
import {formatCount} from '../../number-text.js';
import {formatFields, formatFittingTable} from '../../table.js';
import {reservedText} from '../concurrency/concurrency-text.js';
import {shortDigest} from '../versions/versions-text.js';

/** Functions at a glance, and the pool they share. */
export interface StatusReport {
  readonly nowMs: number;
  /** Absent when the caller may not read it. */
  readonly account?: {readonly limit: number; readonly unreserved: number};
  readonly functions: readonly FunctionStatus[];
  /** Functions of the release file that do not exist yet. */
  readonly missing: readonly string[];
  /** What was looked through, when it is about a whole region. */
  readonly region?: {
    readonly functionCount: number;
    readonly aliasCount: number;
    /** Functions that may not be read. */
    readonly unreadable: readonly {readonly functionName: string; readonly code: string; readonly message: string}[];
  };
}

/** Every function under the other, then what they have in common. On a narrow terminal split, rollout and verdict are what stays. */
export function statusReportText({nowMs, account, functions, missing}: StatusReport, terminalColumns?: number): string {
  const common = formatFields([
    [
      'Account',
      account && `${formatCount(account.unreserved)} of ${formatCount(account.limit)} concurrent executions unreserved`,
    ],
    ['Not there yet', missing.length > 0 ? missing.join(', ') : undefined],
  ]);
  return [
    ...functions.map((status) => statusText(status, nowMs, terminalColumns)),
    ...(common === '' ? [] : [common]),
  ].join('\n\n');
}

/** Split, rollout, concurrency and everything odd of a function; `nowMs` is the command's clock. */
export function statusText(status: FunctionStatus, nowMs: number, terminalColumns?: number): string {
  const {functionName, aliases, reservedConcurrency, latestVersion, oddities} = status;
  const provisioned = aliases.flatMap(({alias, provisioned}) =>
    provisioned ? [`${alias.alias} ${provisioned.allocated} of ${provisioned.requested} (${provisioned.status})`] : [],
  );
  const head = formatFields([
    ['Function', functionName],
    ['Newest version', latestVersion ?? 'none published'],
    ['Update', updateText(status)],
    ['Concurrency', reservedText(reservedConcurrency)],
    ['Provisioned', provisioned.length > 0 ? provisioned.join(', ') : undefined],
    ['APIs', status.apis?.map(apiText).join(', ')],
  ]);
  const table = aliases.length > 0 ? aliasTable(aliases, nowMs, terminalColumns) : 'No alias yet.';
  const odd = oddities.map(({message, wayOut}) => `! ${message}\n  ${wayOut}`);
  return [head, table, ...(odd.length > 0 ? [odd.join('\n')] : [])].join('\n\n');
}

/** `orders/prod (a1b2c3) calls live`. */
function apiText({api: {apiId, name}, stage, qualifier = 'no alias', canaryPercent}: StageStatus): string {
  const canary = canaryPercent === undefined ? '' : `, its own canary at ${formatWeightPercent(canaryPercent)}`;
  return `${name}/${stage} (${apiId}) calls ${qualifier}${canary}`;
}

/** One alias in one line that only changes when something happens to it: for logs. */
export function aliasLine({alias, standing, verdict}: AliasStatus): string {
  const isOurs = standing.kind === 'running' || standing.kind === 'watching';
  const parts = [
    describeRouting(alias),
    isOurs ? placeText(standing.marker) : standing.kind === 'idle' ? undefined : standingText(standing, 0),
    verdict && verdictText(verdict),
  ];
  return `${formatAliasRef(alias)}: ${parts.filter((part) => part !== undefined).join(', ')}`;
}

/** Aliases, one a row; on a narrow terminal without what can be done without. */
export function aliasTable(aliases: readonly AliasStatus[], nowMs: number, terminalColumns?: number): string {
  return formatFittingTable(
    [
      {heading: 'Alias'},
      {heading: 'Stable', align: 'right'},
      {heading: 'Candidate', align: 'right'},
      {heading: 'Commit', spare: 3},
      {heading: 'Package', spare: 1},
      {heading: 'Since (UTC)', spare: 2},
      {heading: 'Rollout'},
    ],
    aliases.map(({alias, versions, since, standing, verdict, leaseEndMs}) => {
      const [stable, candidate] = versions;
      const standingAt = standingText(standing, nowMs);
      return [
        formatAliasRef(alias),
        stable && shareText(stable),
        candidate && shareText(candidate),
        eachText(versions, ({commit, dirty}) => commit && `${commit.slice(0, 7)}${dirty ? '-dirty' : ''}`),
        eachText(versions, ({codeSha256}) => codeSha256 && shortDigest(codeSha256)),
        since && sinceText(since),
        standingAt && [standingAt, verdict && verdictText(verdict), leasedText(leaseEndMs)].filter(Boolean).join(', '),
      ];
    }),
    terminalColumns,
  );
}

/** To the minute, which is as exact as AWS is about it. */
function leasedText(endMs: number | undefined): string | undefined {
  return endMs === undefined ? undefined : `leased until ${new Date(endMs).toISOString().slice(0, 16)}Z`;
}

function shareText({version, weightPercent}: ServedVersion): string {
  return `${version} (${formatWeightPercent(weightPercent)})`;
}

/** What both versions say, stable's first; once when they say the same. */
function eachText(versions: readonly ServedVersion[], tell: (version: ServedVersion) => string | undefined) {
  const told = versions.map((version) => tell(version) ?? '–');
  return told.every((text) => text === told[0]) ? (told[0] ?? '–') : told.join(' → ');
}

function sinceText({kind, atMs}: Since): string {
  const time = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
  return kind === 'moved' ? time : `not before ${time}`;
}

function verdictText({judgedBy, judgement}: StatusVerdict): string {
  return judgedBy === 'errors' ? `errors: ${judgement.verdict}` : judgement.verdict;
}

function updateText({state, lastUpdateStatus}: FunctionStatus): string | undefined {
  const unusual = [
    ...(state === undefined || state === 'Active' ? [] : [state]),
    ...(lastUpdateStatus === undefined || lastUpdateStatus === 'Successful' ? [] : [`update ${lastUpdateStatus}`]),
  ];
  return unusual.length > 0 ? unusual.join(', ') : undefined;
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
      return `${marker.rolloutId}, ${placeText(marker)} for ${sinceLastMove(marker, nowMs)}${marker.held ? ', held' : ''}`;
    }
    case 'watching':
      return `${standing.marker.rolloutId}, watched for ${sinceLastMove(standing.marker, nowMs)} of ${formatDuration(standing.marker.watchMs)}`;
    case 'orphaned':
      return `broken: ${standing.reason}`;
  }
}

/** `step 1 of 3`, or `watched` after the last one. */
function placeText(marker: RolloutMarker): string {
  if (isBesideStable(marker)) return 'compared beside stable again';
  const step = stepIndexOf(marker);
  return step < marker.steps.length ? `step ${step + 1} of ${marker.steps.length}` : 'watched';
}

function sinceLastMove(marker: RolloutMarker, nowMs: number): string {
  return formatDuration(Math.max(0, nowMs - (marker.movedMs.at(-1) ?? nowMs)));
}
