import {formatAliasRef} from '../../model/function/ref.js';
import type {Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {ProvisionedConcurrency} from '../../ports/lambda/provisioned.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from './plan.js';

type Observed = Pick<ObservedRollout, 'ref' | 'capacity'>;

/**
 * The objection to a version that could answer nothing: what is provisioned is taken out of the reservation, and the rest is
 * all there is for every other qualifier (LDG "Configuring provisioned concurrency"; "If the reserved amount is provisioned in
 * full, $LATEST is throttled"). Without `version`: to any that has nothing provisioned.
 */
export function capacityRefusals({ref, capacity}: Observed, version?: Version): readonly Refusal[] {
  const room = roomOf(capacity, version);
  if (room === undefined || room.free > 0 || room.own > 0) return [];
  const {functionName} = ref;
  const {reserved, provisioned} = room;
  const [largest] = provisioned;
  const which = version === undefined ? 'every version without some of its own' : `version ${version}`;
  return [
    {
      code: 'NO_CONCURRENCY_LEFT',
      message: `${functionName} reserves ${reserved} concurrent executions, and all of them are provisioned (${heldText(provisioned)}): Lambda would refuse every call of ${which}.`,
      suggestions: [
        `Reserve more first: lambda-release concurrency reserve ${functionName} ${reserved * 2}`,
        ...(largest
          ? [`Or provision less: lambda-release concurrency unprovision ${functionName}:${largest.qualifier}`]
          : []),
      ],
      details: {reserved, provisioned: sumOf(provisioned)},
    },
  ];
}

/** What a person should know of the calls that the candidate may answer at a time. */
export function capacityWarnings({ref, capacity}: Observed, version: Version): readonly PlanWarning[] {
  const {functionName} = ref;
  if (capacity?.reserved === 0) {
    const message = `${functionName} is stopped (0 reserved): every call is refused, so there is nothing that ${formatAliasRef(ref)} could be judged by.`;
    return [{code: 'FUNCTION_STOPPED', message}];
  }
  const room = roomOf(capacity, version);
  if (room === undefined || room.provisioned.length === 0) return [];
  const {free, own, reserved, provisioned} = room;
  const most = Math.max(...provisioned.map(({requested}) => requested));
  if (free + own >= most || free + own === 0) return [];
  const message = `Of the ${reserved} that ${functionName} reserves, version ${version} can use ${free + own}: the rest is provisioned (${heldText(provisioned)}). With more traffic its calls are refused.`;
  return [{code: 'LITTLE_CONCURRENCY_LEFT', message}];
}

function roomOf(capacity: Observed['capacity'], version: Version | undefined) {
  const {reserved, provisioned = []} = capacity ?? {};
  if (reserved === undefined || reserved === 0) return undefined;
  const own = provisioned.find(({qualifier}) => qualifier === version)?.requested ?? 0;
  const largestFirst = [...provisioned].sort((a, b) => b.requested - a.requested);
  return {reserved, own, free: reserved - sumOf(provisioned), provisioned: largestFirst};
}

function sumOf(provisioned: readonly ProvisionedConcurrency[]): number {
  return provisioned.reduce((sum, {requested}) => sum + requested, 0);
}

function heldText(provisioned: readonly ProvisionedConcurrency[]): string {
  return provisioned
    .map(({qualifier, requested}) => `${requested} for ${isVersion(qualifier) ? `version ${qualifier}` : qualifier}`)
    .join(', ');
}

function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier);
}
