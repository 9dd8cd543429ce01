import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef, namesVersion} from '../../model/function/ref.js';
import {describeRouting} from '../../model/rollout/standing.js';
import type {ObservedProvisioned} from '../../observe/concurrency/provisioned.js';
import type {ProvisionedState} from '../../ports/lambda/provisioned.js';
import type {Planned, Refusal} from '../refusal.js';
import {noSuchAlias} from '../rollout/traffic-move.js';
import {unprovisionableRefusals} from './unprovisionable.js';

/** What is to become of the provisioned concurrency of an alias or a version. */
export interface ProvisionPlan {
  readonly kind: 'provision' | 'unprovision';
  readonly ref: AliasRef;
  /** Absent when it is to be removed. */
  readonly wanted?: number;
  /** Absent when there is none. */
  readonly before?: ProvisionedState;
  /** False when that is asked for already: nothing is sent, but what is under way is waited for. */
  readonly changed: boolean;
}

/** Provisioned concurrency of `wanted` on an alias or a version, or why AWS would refuse it. */
export function planProvision(observed: ObservedProvisioned, wanted: number): Planned<ProvisionPlan> {
  const {ref, alias, provisioned: before} = observed;
  if (!alias && !namesVersion(ref)) return noSuchAlias(ref);
  // One that has failed is asked for again: AWS does not try by itself.
  const changed = before?.requested !== wanted || before.status === 'FAILED';
  const refusals = changed
    ? [
        ...(alias ? [...latestRefusals(alias), ...weightRefusals(alias)] : []),
        ...(observed.serving ? unprovisionableRefusals(observed.serving, reserveInstead(ref, wanted)) : []),
        ...amountRefusals(observed, wanted),
      ]
    : [];
  return toPlanned({kind: 'provision', ref, wanted, changed, ...(before && {before})}, refusals);
}

function reserveInstead({functionName}: AliasRef, wanted: number): string {
  return `Do without; what keeps room for it is: lambda-release concurrency reserve ${functionName} ${wanted}`;
}

/** Taking provisioned concurrency off an alias or a version, or why it must stay for now. */
export function planUnprovision({ref, alias, provisioned: before}: ObservedProvisioned): Planned<ProvisionPlan> {
  if (!alias && !namesVersion(ref)) return noSuchAlias(ref);
  const changed = before !== undefined;
  const refusals = changed && alias ? weightRefusals(alias) : [];
  return toPlanned({kind: 'unprovision', ref, changed, ...(before && {before})}, refusals);
}

function toPlanned(plan: ProvisionPlan, [first, ...rest]: readonly Refusal[]): Planned<ProvisionPlan> {
  return first ? {ok: false, refusals: [first, ...rest]} : {ok: true, plan};
}

/** AWS: "Provisioned Concurrency Configs cannot be applied to unpublished function versions." */
function latestRefusals(alias: AliasState): readonly Refusal[] {
  if (alias.stable !== '$LATEST') return [];
  const name = formatAliasRef(alias);
  return [
    {
      code: 'LATEST_NOT_ALLOWED',
      message: `${name} points at $LATEST; AWS provisions concurrency for published versions only.`,
      suggestions: [`Publish a version and move the alias to it: lambda-release shift ${name} <version>`],
    },
  ];
}

/** AWS: "Alias with weights can not be used with Provisioned Concurrency". */
function weightRefusals(alias: AliasState): readonly Refusal[] {
  if (!alias.candidate) return [];
  const name = formatAliasRef(alias);
  return [
    {
      code: 'ALIAS_WEIGHTED',
      message: `${name} has ${describeRouting(alias)}; provisioned concurrency cannot be changed while an alias is weighted.`,
      suggestions: [
        'Let the rollout end and run this again.',
        `Give the candidate all traffic: lambda-release shift ${name} ${alias.candidate.version}`,
        `Give stable all traffic: lambda-release shift ${name} ${alias.stable}`,
      ],
      details: {stable: alias.stable, candidate: alias.candidate},
    },
  ];
}

/** AWS: "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function". */
function amountRefusals({ref, reserved}: ObservedProvisioned, wanted: number): readonly Refusal[] {
  if (reserved === undefined || wanted <= reserved) return [];
  const {functionName} = ref;
  return [
    {
      code: 'ABOVE_RESERVATION',
      message: `${formatAliasRef(ref)} cannot have ${wanted} provisioned: ${functionName} reserves ${reserved}, for all its versions together.`,
      suggestions: [
        `Reserve more first: lambda-release concurrency reserve ${functionName} ${wanted}`,
        `Or give the reservation back: lambda-release concurrency clear ${functionName}`,
      ],
      details: {wanted, reserved},
    },
  ];
}
