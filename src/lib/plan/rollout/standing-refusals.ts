import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {describeRouting, type RolloutStanding} from '../../model/rollout/standing.js';
import type {Refusal} from '../refusal.js';

/**
 * CodeDeploy writes nothing into an alias but weights, and which of its deployments is about which function only their
 * targets tell: a person sees it sooner.
 */
const CODEDEPLOY =
  'See whether CodeDeploy is at work: aws deploy list-deployments --include-only-statuses Created Queued InProgress Baking Ready';

/** Why an alias where something is under way already is left alone; none when it is at rest. */
export function standingRefusals(alias: AliasState, standing: RolloutStanding): readonly Refusal[] {
  const name = formatAliasRef(alias);
  const toStable = `Give stable all traffic: lambda-release shift ${name} ${alias.stable}`;
  switch (standing.kind) {
    case 'idle':
      return [];
    case 'foreign':
      return [
        {
          code: 'FOREIGN_WEIGHTS',
          message: `${name} has ${describeRouting(alias)}, and no rollout of lambda-release set that: a shift, a person, CodeDeploy or another tool did.`,
          suggestions: ['Let whoever set it finish.', CODEDEPLOY, toStable],
          details: {stable: alias.stable, candidate: alias.candidate},
        },
      ];
    case 'orphaned':
      if (!standing.marker) return [ofOtherVersion(name, alias, standing.reason)];
      return [
        {
          code: 'ROLLOUT_ORPHANED',
          message: `${name} carries a rollout that something else has interfered with: ${standing.reason}.`,
          suggestions: [`See it: lambda-release rollout status ${name}`, toStable],
        },
      ];
    default:
      return [
        {
          code: 'ROLLOUT_RUNNING',
          message: `${name} is in rollout ${standing.marker.rolloutId} from version ${standing.marker.stable} to ${standing.marker.candidate}${standing.marker.held ? ', held' : ''}: ${describeRouting(alias)}.`,
          suggestions: [
            `See it: lambda-release rollout status ${name}`,
            `Give stable all traffic: lambda-release rollout abort ${name}`,
            `Go on with it when its process is gone: lambda-release rollout resume ${name}`,
            `Move it on unjudged: lambda-release rollout promote ${name}`,
          ],
          details: {rolloutId: standing.marker.rolloutId},
        },
      ];
  }
}

/** Nobody has interfered with it, and which of the two versions is stable is written where this one cannot read it. */
function ofOtherVersion(name: string, {stable, candidate}: AliasState, reason: string): Refusal {
  const oneOf = [stable, ...(candidate ? [candidate.version] : [])];
  return {
    code: 'ROLLOUT_ORPHANED',
    message: `${name} carries a rollout of another version of lambda-release: ${reason}.`,
    suggestions: [
      'Use the version of lambda-release that works on it.',
      ...oneOf.map((version) => `Or give version ${version} all traffic: lambda-release shift ${name} ${version}`),
    ],
    details: {stable, candidate},
  };
}
