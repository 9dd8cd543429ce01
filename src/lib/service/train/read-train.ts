import {findReleaseFile} from '../../config/load-release-file.js';
import {AwsError, RefusedError, type ReleaseError, UsageError} from '../../errors.js';
import type {AliasRef} from '../../model/function/ref.js';
import {type Place, toldPlace} from '../../model/place.js';
import {inParallel} from '../../observe/in-parallel.js';
import {type StandingCar, standingCar, trainsOf} from '../../plan/train/standing.js';
import {glanceOf} from '../environment/glance-of.js';
import {aliasesOfFile} from '../rollout/policy.js';
import type {Session} from '../session.js';
import {environmentsOf} from './environments.js';
import {placesOf, type TrainPlace} from './places.js';

/** Which train, and where to look for it. */
export interface TrainOptions {
  readonly config?: string | undefined;
  /** Its id; needed only where there are several. */
  readonly train?: string | undefined;
}

/** A car with its alias, and the place of that. Apart, so that what is told of an alias has no session in it. */
export interface PlacedCar extends TrainPlace {
  readonly ref: AliasRef;
  readonly car: StandingCar;
}

/** A train as its aliases tell of it. */
export interface StandingTrain {
  readonly trainId: string;
  readonly cars: readonly PlacedCar[];
  /** Aliases that were looked at and have nothing of it: not begun, taken back, or never a car. */
  readonly others: readonly (AliasRef & Place)[];
  /** Aliases that could not be looked at; none where that ends the command. */
  readonly unread: readonly (PlacedRef & {readonly error: ReleaseError})[];
}

interface ReadOptions extends TrainOptions {
  /** For who takes back or holds what can be: an alias that cannot be read is no reason to leave the others. */
  readonly partly?: boolean;
}

/** Aliases are read so many at a time; the pace is kept by the port. */
const AT_ONCE = 20;
const NAME_THEM = 'Name the aliases: lambda-release train status checkout:live cart:live';

/** Where an alias may be of a train. */
export type PlacedRef = TrainPlace & {readonly ref: AliasRef};

/**
 * The train in these aliases, or in those of the release file when none is named: from the aliases alone, whoever began it. Throws
 * RefusedError when there is none, UsageError when there are several and none of them is named, and AwsError.
 */
export async function readTrain(
  session: Session,
  named: readonly AliasRef[],
  options: ReadOptions,
  signal: AbortSignal,
): Promise<StandingTrain> {
  const refs: PlacedRef[] = [];
  for (const here of environmentsOf(session)) {
    const wanted =
      named.length > 0
        ? await namedIn(here, named, options)
        : aliasesOfFile(await findReleaseFile(options.config, here), NAME_THEM);
    refs.push(...placesOf(here).flatMap((there) => wanted.map((ref) => ({...there, ref}))));
  }
  return trainIn(refs, options, signal);
}

/** The train in these aliases. Throws as readTrain. */
export async function trainIn(
  refs: readonly PlacedRef[],
  {train, partly = false}: Pick<ReadOptions, 'train' | 'partly'>,
  signal: AbortSignal,
): Promise<StandingTrain> {
  const unread: (PlacedRef & {error: ReleaseError})[] = [];
  const read = await inParallel(refs, AT_ONCE, async (placed) => {
    try {
      const alias = await placed.session.paced.aliases.getAlias(placed.ref, signal);
      return {...placed, car: alias && standingCar(alias)};
    } catch (error) {
      if (!(partly && error instanceof AwsError)) throw error;
      unread.push({...placed, error});
      return {...placed, car: undefined};
    }
  });
  const all = read.flatMap(({car, ...placed}) => (car ? [{...placed, car}] : []));
  const ids = train === undefined ? trainsOf(all.map(({car}) => car)) : [train];
  const [trainId, another] = ids;
  if (trainId === undefined) throw unread[0]?.error ?? noTrain(`None of ${refs.length} aliases is in a train.`, refs);
  if (another !== undefined) {
    throw new UsageError(`These aliases are in ${ids.length} trains: ${ids.join(', ')}.`, {
      code: 'TRAIN_AMBIGUOUS',
      suggestions: [`Name the one you mean: --train ${trainId}`],
    });
  }
  const cars = all.filter(({car}) => car.trainId === trainId);
  if (cars.length === 0)
    throw unread[0]?.error ?? noTrain(`None of ${refs.length} aliases is in train ${trainId}.`, refs);
  const others = read
    .filter(({car}) => car?.trainId !== trainId)
    .map((read) => ({...read.ref, ...toldPlace(read.place)}));
  return {trainId, cars, others, unread};
}

/** In each of several environments functions have names of their own, which only a look at the file tells. */
async function namedIn(
  here: Session,
  named: readonly AliasRef[],
  {config}: TrainOptions,
): Promise<readonly AliasRef[]> {
  if (here.place?.environment === undefined) return named;
  const {glance} = await glanceOf({config, environment: here.environmentName}, here.folder, true);
  return named.map((ref) => ({...ref, functionName: glance?.functionNames.get(ref.functionName) ?? ref.functionName}));
}

function noTrain(message: string, refs: readonly PlacedRef[]): RefusedError {
  const all = refs.some(({place}) => place !== undefined) ? ' --all-environments' : '';
  return new RefusedError(message, {
    code: 'NO_TRAIN',
    suggestions: [`See what the aliases serve: lambda-release status${all}`],
  });
}
