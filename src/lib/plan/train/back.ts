import type {Conviction} from '../../model/alias/conviction.js';
import {isNoteOf, restingDescription, splitDescription, stillConvicted} from '../../model/alias/description.js';
import {MINUTE_MS} from '../../model/duration.js';
import {formatAliasRef} from '../../model/function/ref.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {Planned} from '../refusal.js';
import {noSuchAlias, plannedMove, type TrafficMove} from '../rollout/traffic-move.js';
import {restoredTarget} from '../tick/find.js';

/** How long what a train has convicted is tried to be taken back while AWS fails: as long as a rollout tries it, with nobody beside it. */
export const CONVICTED_BACK_MS = 5 * MINUTE_MS;

interface TrainBack {
  readonly trainId: string;
  /** Why, when the train was convicted and not only taken back by a person; what it convicts is remembered. */
  readonly convicted?: Omit<Conviction, 'version'>;
}

/**
 * All traffic of a car back to the version that served before its train, from the alias alone: of a rollout under way, and of
 * one that is over. An alias that has none of this train is refused, since whatever it serves somebody else has put there.
 */
export function planTrainBack(
  {ref, alias, standing}: Pick<ObservedRollout, 'ref' | 'alias' | 'standing'>,
  {trainId, convicted}: TrainBack,
): Planned<TrafficMove> {
  if (!alias) return noSuchAlias(ref);
  const {text, ...note} = splitDescription(alias.description);
  const lasting = convicted ? {tryForMs: CONVICTED_BACK_MS} : {};
  const of = (version: string) => (convicted ? {convicted: {...convicted, version}} : {});
  if ((standing.kind === 'running' || standing.kind === 'watching') && standing.marker.train?.trainId === trainId) {
    const {stable, candidate, rolloutId} = standing.marker;
    const target = restoredTarget(alias.description, stable, of(candidate).convicted);
    return plannedMove(alias, {kind: 'abort', target, rolloutId, ...lasting});
  }
  const [previous, ...before] = note.previous;
  if (standing.kind === 'idle' && note.train === trainId && previous !== undefined && isNoteOf(note, alias.stable)) {
    const kept = convicted ? of(alias.stable) : stillConvicted(note, previous);
    const description = restingDescription(text, {of: previous, previous: before, ...kept});
    return plannedMove(alias, {kind: 'rollback', target: {stable: previous, description}, ...lasting});
  }
  const name = formatAliasRef(ref);
  return {
    ok: false,
    refusals: [
      {
        code: 'NOT_OF_TRAIN',
        message: `${name} has nothing of train ${trainId}: somebody has moved it since, or it never began.`,
        suggestions: [`See what it serves: lambda-release status ${name}`],
      },
    ],
  };
}
