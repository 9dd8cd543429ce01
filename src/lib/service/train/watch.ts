import {boundedExp} from '../../analysis/bet/log-space.js';
import {pooledEvidence} from '../../analysis/pool/pooled-evidence.js';
import {HeldError, ReleaseError} from '../../errors.js';
import type {PooledLook} from '../../execute/rollout/deps.js';
import {toRolloutError} from '../../execute/rollout/release-error.js';
import {watchRollout} from '../../execute/rollout/watch.js';
import type {AliasRef} from '../../model/function/ref.js';
import {worstCars} from '../../plan/train/worst-cars.js';
import type {TrainMoveReport} from '../../report/result/train/train-text.js';
import {errorOfSeveral} from '../of-several.js';
import {findFileOnCall} from '../on-call-file.js';
import type {AnalysisOptions} from '../rollout/analysis-options.js';
import {toRolloutPolicy} from '../rollout/policy.js';
import type {Session} from '../session.js';
import {placedName} from './places.js';
import {type PlacedCar, readTrain, type TrainOptions} from './read-train.js';

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
  const file = await findFileOnCall(session, options.config, signal);
  const {settings, stated, waitMs} = toRolloutPolicy(options, file);
  const moving = cars.filter(({car}) => car.state !== 'released');
  const {events} = session;
  events.emit({type: 'train.began', trainId, cars: moving.length, waves: 1});
  events.emit({type: 'train.waveBegan', trainId, wave: 1, waves: 1, cars: moving.length});
  const looks = new Map<string, PooledLook>();
  let told = '';
  const watched = await Promise.all(moving.map(async (car) => ({car, error: await ending(car)})));
  const [worst] = watched.flatMap(({error}) => error ?? []).sort((a, b) => rank(a) - rank(b));
  const moved = watched.filter(({error}) => !error).map(({car}) => placedName(car.ref, car.region));
  if (worst) throw errorOfSeveral(worst, {differ: false, details: {train: trainId, promoted: moved}});
  return {trainId, moved};

  async function ending(car: PlacedCar): Promise<ReleaseError | undefined> {
    const {ref, region, session: own} = car;
    const name = placedName(ref, region);
    const {operator: _, ...base} = own;
    const onLook = (look: PooledLook) => {
      looks.set(name, look);
      tellTogether();
    };
    const query = {ref, settings, isStated: stated.settings !== undefined};
    try {
      const outcome = await watchRollout({...base, onLook}, {...query, ...(waitMs !== undefined && {waitMs})}, signal);
      if (outcome.kind === 'refused') return undefined;
      if (outcome.kind === 'waitOver') return stillUnderWay(trainId);
      return toRolloutError(outcome.kind === 'interrupted' ? {...outcome, traffic: 'drivenOn'} : outcome);
    } catch (error) {
      if (error instanceof ReleaseError) return error;
      throw error;
    }
  }

  function tellTogether(): void {
    const names = [...looks.keys()];
    const pooled = pooledEvidence(
      [...looks.values()].map((look) => look.pooled),
      settings,
    );
    const stamp = `${pooled.minutes} ${pooled.log}`;
    if (stamp === told) return;
    told = stamp;
    const worst = worstCars(names, pooled);
    events.emit({type: 'train.judged', trainId, evidence: boundedExp(pooled.log), bound: 1 / settings.alpha, worst});
  }
}

function stillUnderWay(trainId: string): HeldError {
  return new HeldError(`Train ${trainId} is still under way.`, {
    code: 'WAIT_OVER',
    suggestions: [`Look again: lambda-release train watch --train ${trainId}`],
    traffic: 'held',
  });
}

function rank({exitCode}: ReleaseError): number {
  return exitCode === 6 ? 0 : exitCode === 5 ? 1 : 2;
}
