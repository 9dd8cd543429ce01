import {pooledEvidence} from '../../analysis/pool/pooled-evidence.js';
import {HeldError, ReleaseError} from '../../errors.js';
import type {PooledLook} from '../../execute/rollout/deps.js';
import {toRolloutError} from '../../execute/rollout/release-error.js';
import {watchRollout} from '../../execute/rollout/watch.js';
import {togetherTeller} from '../../execute/train/together-teller.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {type TrainAddress, trainCommand} from '../../plan/train/command.js';
import type {TrainMoveReport} from '../../report/result/train/train-text.js';
import {errorOfSeveral, worstFirst} from '../of-several.js';
import {findFileOnCall} from '../on-call-file.js';
import type {AnalysisOptions} from '../rollout/analysis-options.js';
import {type ReleasePolicy, toRolloutPolicy} from '../rollout/policy.js';
import type {Session} from '../session.js';
import {endedBetween} from './ended-between.js';
import {environmentsOf} from './environments.js';
import {placedAlias} from './places.js';
import {type PlacedCar, readTrain, type TrainOptions} from './read-train.js';

/** All cars are counted anew each time, so not for every look of each of them. */
const JUDGED_EVERY_MS = 15_000;

interface WatchOptions extends AnalysisOptions, TrainOptions {
  /** How long to look at most, milliseconds. */
  readonly wait?: number | undefined;
}

/**
 * Follows the cars of a train that are under way, and judges them together as its own process does; it never writes. Cars that begin
 * later are not seen. Throws the worst ReleaseError of their ends.
 */
export async function watchTrain(
  session: Session,
  named: readonly AliasRef[],
  options: WatchOptions,
  signal: AbortSignal,
): Promise<TrainMoveReport> {
  const {trainId, cars} = await readTrain(session, named, options, signal);
  const policies = new Map<string | undefined, ReleasePolicy>();
  for (const here of environmentsOf(session)) {
    const file = await findFileOnCall(here, options.config, signal);
    policies.set(here.environmentName, toRolloutPolicy(options, file));
  }
  const policyOf = ({environmentName}: Session) => policies.get(environmentName) ?? toRolloutPolicy(options, undefined);
  const {settings, waitMs} = policyOf(session);
  const moving = cars.filter(({car}) => car.state !== 'released');
  const {events} = session;
  const names = moving.map(({ref, place}) => placedAlias(ref, place));
  events.emit({type: 'train.began', trainId, cars: moving.length, waves: 1});
  events.emit({type: 'train.waveBegan', trainId, wave: 1, waves: 1, cars: moving.length, names});
  const looks = new Map<string, PooledLook>();
  let judgedMs = Number.NEGATIVE_INFINITY;
  const tellTogether = togetherTeller(events, {trainId, alpha: settings.alpha});
  const watched = await Promise.all(moving.map(async (car) => ({car, error: await ending(car)})));
  judgeTogether();
  const [worst] = worstFirst(watched.flatMap(({error}) => error ?? []));
  const moved = watched.filter(({error}) => !error).map(({car}) => placedAlias(car.ref, car.place));
  if (worst) {
    const place = watched.find(({error}) => error === worst)?.car.place;
    throw errorOfSeveral(worst, {differ: false, place, details: {train: trainId, promoted: moved}});
  }
  return {trainId, moved};

  async function ending(car: PlacedCar): Promise<ReleaseError | undefined> {
    const {ref, place, session: own} = car;
    const name = placedAlias(ref, place);
    const {operator: _, ...base} = own;
    const onLook = (look: PooledLook) => {
      looks.set(name, look);
      if (session.clock.now() - judgedMs >= JUDGED_EVERY_MS) judgeTogether();
    };
    const {settings, stated} = policyOf(own);
    const query = {ref, settings, isStated: stated.settings !== undefined};
    try {
      const outcome = await watchRollout({...base, onLook}, {...query, ...(waitMs !== undefined && {waitMs})}, signal);
      if (outcome.kind === 'refused') return await endedBetween(car, outcome.refusals, signal);
      if (outcome.kind === 'waitOver')
        return stillUnderWay({trainId, names: named.map(formatAliasRef), config: options.config});
      return toRolloutError(outcome.kind === 'interrupted' ? {...outcome, traffic: 'drivenOn'} : outcome);
    } catch (error) {
      if (error instanceof ReleaseError) return error;
      throw error;
    }
  }

  function judgeTogether(): void {
    judgedMs = session.clock.now();
    const pooled = pooledEvidence(
      [...looks.values()].map((look) => look.pooled),
      settings,
    );
    tellTogether([...looks.keys()], pooled);
  }
}

function stillUnderWay(address: TrainAddress): HeldError {
  return new HeldError(`Train ${address.trainId} is still under way.`, {
    code: 'WAIT_OVER',
    suggestions: [`Look again: ${trainCommand('watch', address)}`],
    traffic: 'held',
  });
}
