import {type ReleaseError, RolledBackError} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {type Refusal, toRefusedError} from '../../plan/refusal.js';
import {standingCar} from '../../plan/train/standing.js';
import type {PlacedCar} from './read-train.js';

/** How a car has ended in the moment in which somebody was to follow it, from its alias: nothing where its train has released it. Throws AwsError. */
export async function endedBetween(
  {ref, session, car: {trainId, stable}}: PlacedCar,
  refusals: readonly [Refusal, ...Refusal[]],
  signal: AbortSignal,
): Promise<ReleaseError | undefined> {
  const alias = await session.paced.aliases.getAlias(ref, signal);
  const now = alias && standingCar(alias);
  if (now?.trainId === trainId && now.state === 'released') return undefined;
  const isBack = alias?.stable === stable && alias.candidate === undefined;
  if (!isBack) return toRefusedError(refusals);
  const name = formatAliasRef(ref);
  return new RolledBackError(
    `${name}: it was taken back before it could be followed, version ${stable} has all traffic.`,
    {
      code: 'ROLLED_BACK_ABORTED_ELSEWHERE',
      suggestions: [`See what became of it: lambda-release history ${name}`],
      traffic: 'restored',
    },
  );
}
