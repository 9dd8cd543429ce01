import type {AliasState} from '../../model/alias/state.js';
import {placeOf} from '../../model/function/ref.js';
import {costOfProvisioned} from '../../model/price/cost.js';
import type {Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';
import {capacityRefusals, capacityWarnings} from '../rollout/capacity.js';
import type {PlanWarning, RolloutSpec} from '../rollout/plan.js';
import type {StagedProvisioning} from './staged-provisioning.js';
import {unprovisionableRefusals} from './unprovisionable.js';

type Spec = Pick<RolloutSpec, 'candidate' | 'provisioned' | 'engine'>;

/**
 * What of provisioned concurrency goes along with a rollout: as much as was asked for, or else as the candidate has already, or else as
 * stable has by its own version, as far as it fits. That of an alias is none of it, see provisionedRefusals.
 */
export function stagedProvisioning(
  spec: Spec,
  observed: ObservedRollout,
  alias: AliasState,
): StagedProvisioning | undefined {
  if (observed.provisionedConcurrency !== undefined) return undefined;
  const stable = heldBy(observed, alias.stable);
  const own = heldBy(observed, spec.candidate);
  const wanted = spec.provisioned ?? (own > 0 ? own : Math.min(stable, roomFor(spec.candidate, observed)));
  if (wanted === 0) return undefined;
  const configuration = observed.versions.get(spec.candidate) ?? observed.versions.get(alias.stable);
  const usdPerHour = configuration && costOfProvisioned(environmentOf(alias, configuration), wanted);
  return {wanted, stable, ...(usdPerHour !== undefined && {usdPerHour})};
}

/** Why what a rollout stages could not be had, or would not be given back. */
export function stagedRefusals(spec: Spec, observed: ObservedRollout, alias: AliasState): readonly Refusal[] {
  const staged = stagedProvisioning(spec, observed, alias);
  if (!staged) return capacityRefusals(observed, spec.candidate);
  const candidate = observed.versions.get(spec.candidate);
  const kind = candidate ? unprovisionableRefusals(candidate, 'Roll it out without: --provisioned 0') : [];
  if (kind.length > 0) return kind;
  const room = roomRefusals(spec.candidate, staged, observed);
  return spec.engine ? [...room, ofEngine(staged)] : room;
}

/** What a person should know of the environments of both versions. */
export function stagedWarnings(spec: Spec, observed: ObservedRollout, alias: AliasState): readonly PlanWarning[] {
  const staged = stagedProvisioning(spec, observed, alias);
  if (staged) return capacityWarnings(withStaged(observed, spec.candidate, staged), spec.candidate);
  const held = heldBy(observed, alias.stable);
  const warnings = capacityWarnings(observed, spec.candidate);
  if (held === 0) return warnings;
  const {functionName} = observed.ref;
  const message = `Version ${alias.stable} has ${held} provisioned and version ${spec.candidate} gets none: its calls start cold. Version ${alias.stable} keeps its own until you take them off: lambda-release concurrency unprovision ${functionName}:${alias.stable}`;
  return [...warnings, {code: 'PROVISIONED_NOT_STAGED', message}];
}

function roomRefusals(candidate: Version, {wanted}: StagedProvisioning, observed: ObservedRollout): readonly Refusal[] {
  const {
    ref: {functionName},
    capacity,
  } = observed;
  const {reserved, unreserved} = capacity ?? {};
  const room = roomFor(candidate, observed);
  if (wanted <= room) return [];
  const without = 'Or roll it out without: --provisioned 0';
  if (reserved !== undefined) {
    const others = reserved - room;
    return [
      {
        code: 'NO_ROOM_TO_PROVISION',
        message: `${functionName} reserves ${reserved} concurrent executions and has ${others} of them provisioned: ${environments(wanted)} of version ${candidate} cannot be kept ready beside them.`,
        suggestions: [
          `Reserve more first: lambda-release concurrency reserve ${functionName} ${others + wanted}`,
          ...(room > 0 ? [`Or keep fewer ready: --provisioned ${room}`] : []),
          without,
        ],
        details: {reserved, provisioned: others, wanted},
      },
    ];
  }
  return [
    {
      code: 'NO_ROOM_TO_PROVISION',
      message: `The account has ${unreserved} unreserved concurrent executions: ${environments(wanted)} of version ${candidate} cannot be kept ready out of them.`,
      suggestions: [
        'See who holds what: lambda-release concurrency show',
        'Ask AWS for more: Service Quotas, Lambda, Concurrent executions.',
        without,
      ],
      details: {unreserved, wanted},
    },
  ];
}

/** How many environments of the candidate AWS could keep ready, as far as that is known; it may mind a least rest of the account's pool, too. */
function roomFor(candidate: Version, {capacity}: ObservedRollout): number {
  const {reserved, unreserved, provisioned = []} = capacity ?? {};
  const sum = (of: typeof provisioned) => of.reduce((total, {requested}) => total + requested, 0);
  const others = provisioned.filter(({qualifier}) => qualifier !== candidate);
  if (reserved !== undefined) return Math.max(0, reserved - sum(others));
  if (unreserved === undefined) return Number.POSITIVE_INFINITY;
  return unreserved + sum(provisioned) - sum(others);
}

/** An execution has no permission to provision, and a rollout that it ends would leave the other version's standing and billed. */
function ofEngine({wanted}: StagedProvisioning): Refusal {
  return {
    code: 'ENGINE_PROVISIONED',
    message: `The ${environments(wanted)} that are kept ready could not be given back at the end by Step Functions.`,
    suggestions: [
      'Let the process that begins the rollout drive it to its end: --engine process',
      'Or roll it out without: --provisioned 0',
    ],
    details: {wanted},
  };
}

/** The function's capacity as it will be once the candidate has its own. */
function withStaged(observed: ObservedRollout, candidate: Version, {wanted}: StagedProvisioning): ObservedRollout {
  const {capacity} = observed;
  if (!capacity) return observed;
  const others = capacity.provisioned.filter(({qualifier}) => qualifier !== candidate);
  const own = {qualifier: candidate, requested: wanted, allocated: wanted, status: 'READY'};
  return {...observed, capacity: {...capacity, provisioned: [...others, own]}};
}

function heldBy({capacity}: ObservedRollout, version: Version): number {
  return capacity?.provisioned.find(({qualifier}) => qualifier === version)?.requested ?? 0;
}

function environmentOf({aliasArn}: AliasState, {architecture, memoryMb}: FunctionConfiguration) {
  return {region: placeOf(aliasArn)?.region ?? 'this region', architecture, memoryMb};
}

function environments(count: number): string {
  return count === 1 ? 'one environment' : `${count} environments`;
}
