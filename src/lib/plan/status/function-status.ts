import type {Judgement} from '../../analysis/judgement.js';
import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import type {WeightPercent} from '../../model/rollout/weight.js';
import {parseVersionNote} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import type {ObservedFunctionStatus} from '../../observe/status/status.js';
import type {ObservedApis} from '../../observe/triggers/apis.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {apiOddities, apiStages, type StageStatus} from './api-stages.js';
import {findOddities, type Oddity} from './oddities.js';

/** A version with its share of an alias, and what it is made of. */
export interface ServedVersion {
  readonly version: Version;
  readonly weightPercent: WeightPercent;
  readonly commit?: string;
  /** Made from that commit with changes that are in none. */
  readonly dirty?: boolean;
  readonly message?: string;
  readonly codeSha256?: string;
  readonly state?: string;
}

/**
 * Since when an alias is as it is. `moved`: a rollout's marker tells the minute. `notBefore`: AWS keeps no time of an
 * alias, but its version did not exist before.
 */
export interface Since {
  readonly kind: 'moved' | 'notBefore';
  readonly atMs: number;
}

/** The judge's word on a running rollout; `errors` alone, or everything the rollout is judged by. */
export interface StatusVerdict {
  readonly judgedBy: 'errors' | 'everything';
  readonly judgement: Judgement;
}

export interface AliasStatus {
  readonly alias: AliasState;
  readonly standing: RolloutStanding;
  /** Stable first. */
  readonly versions: readonly ServedVersion[];
  readonly since?: Since;
  readonly provisioned?: {readonly requested: number; readonly allocated: number; readonly status: string};
  readonly verdict?: StatusVerdict;
  /** When AWS gives stable all traffic unless somebody renews the lease, epoch milliseconds. */
  readonly leaseEndMs?: number;
}

/** A function at a glance. */
export interface FunctionStatus {
  readonly functionName: string;
  /** Of `$LATEST`: `Active | Pending | …` and `Successful | InProgress | Failed`. */
  readonly state?: string;
  readonly lastUpdateStatus?: string;
  readonly aliases: readonly AliasStatus[];
  /** Absent when nothing is reserved; 0 means the function is stopped. */
  readonly reservedConcurrency?: number;
  /** Absent when nothing was ever published. */
  readonly latestVersion?: Version;
  /** Stages of API Gateway that get to it; absent where they were not looked at, or there are none. */
  readonly apis?: readonly StageStatus[];
  readonly oddities: readonly Oddity[];
}

/** What was read of a function as its status; `verdicts` and `leaseEnds` by `fn:alias`. */
export function toFunctionStatus(
  observed: ObservedFunctionStatus,
  verdicts: ReadonlyMap<string, StatusVerdict>,
  leaseEnds: ReadonlyMap<string, number> = new Map(),
  apis: ObservedApis | undefined = undefined,
): FunctionStatus {
  const {functionName, latest, aliases, latestVersion} = observed;
  const {state, lastUpdateStatus, reservedConcurrency} = latest;
  return {
    functionName,
    ...(state !== undefined && {state}),
    ...(lastUpdateStatus !== undefined && {lastUpdateStatus}),
    aliases: aliases.map((alias) => {
      const leaseEndMs = leaseEnds.get(formatAliasRef(alias));
      const status = toAliasStatus(alias, observed, verdicts.get(formatAliasRef(alias)));
      return {...status, ...(leaseEndMs !== undefined && {leaseEndMs})};
    }),
    ...(reservedConcurrency !== undefined && {reservedConcurrency}),
    ...(latestVersion !== undefined && {latestVersion}),
    ...(apis && apis.routes.length > 0 && {apis: apiStages(apis)}),
    oddities: [
      ...findOddities(observed),
      ...(apis
        ? apiOddities(
            functionName,
            aliases.map(({alias}) => alias),
            apis,
          )
        : []),
    ],
  };
}

function toAliasStatus(
  alias: AliasState,
  {served, provisioned}: ObservedFunctionStatus,
  verdict: StatusVerdict | undefined,
): AliasStatus {
  const standing = rolloutStanding(alias);
  const since = sinceOf(standing, served.get(alias.stable));
  const held = provisioned.find(({qualifier}) => qualifier === alias.alias);
  const weightPercent = alias.candidate?.weightPercent ?? 0;
  const shares = [{version: alias.stable, weightPercent: 100 - weightPercent}, alias.candidate];
  return {
    alias,
    standing,
    versions: shares.flatMap((share) => (share ? [{...share, ...madeOf(served.get(share.version))}] : [])),
    ...(since && {since}),
    ...(held && {provisioned: {requested: held.requested, allocated: held.allocated, status: held.status}}),
    ...(verdict && {verdict}),
  };
}

function madeOf(configuration: FunctionConfiguration | undefined): Omit<ServedVersion, 'version' | 'weightPercent'> {
  if (!configuration) return {};
  const {description, codeSha256, state} = configuration;
  return {...parseVersionNote(description), codeSha256, ...(state !== undefined && {state})};
}

function sinceOf(standing: RolloutStanding, stable: FunctionConfiguration | undefined): Since | undefined {
  if (standing.kind === 'running' || standing.kind === 'watching') {
    const atMs = standing.marker.movedMs.at(-1);
    return atMs === undefined ? undefined : {kind: 'moved', atMs};
  }
  const atMs = stable?.modifiedMs;
  return atMs === undefined ? undefined : {kind: 'notBefore', atMs};
}
