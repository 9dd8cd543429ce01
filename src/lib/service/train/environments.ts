import {UsageError} from '../../errors.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {nameOfPlace} from '../../model/place.js';
import {requireOpen} from '../freeze/require-open.js';
import {type ReleaseInput, type ReleaseInputOptions, readReleaseInput} from '../release-input.js';
import type {CheckOptions} from '../rollout/checks.js';
import {type ReleasePolicy, type RolloutOptions, readRolloutPolicy} from '../rollout/policy.js';
import type {Session} from '../session.js';

/** What is released in one environment, or where there are none. */
export interface EnvironmentInput extends ReleaseInput {
  /** In the environment's first place; with all of them. */
  readonly session: Session;
}

/** The same with how it is rolled out there. */
export interface EnvironmentRelease extends EnvironmentInput {
  readonly policy: ReleasePolicy;
  readonly spans: Awaited<ReturnType<typeof requireOpen>>['spans'];
}

type Environments<Each> = readonly [Each, ...Each[]];

/** The environments that a command goes through, in their order, each with its own places; the session itself where there is one. */
export function environmentsOf(session: Session): Environments<Session> {
  const {places = []} = session;
  const names = [...new Set(places.map(({environmentName}) => environmentName))];
  const each = names.map((name) =>
    inEnvironment(
      session,
      places.filter(({environmentName}) => environmentName === name),
    ),
  );
  return each.length < 2 ? [session] : (each as unknown as Environments<Session>);
}

function inEnvironment({events}: Session, places: readonly Session[]): Session {
  const [first] = places as Environments<Session>;
  const {environmentName: environment, place} = first;
  return {
    ...first,
    ...(environment !== undefined && {place: {environment, ...(place?.aws && {aws: place.aws})}}),
    events: {emit: (event) => events.emit({...event, ...(environment !== undefined && {inEnvironment: environment})})},
    places,
  };
}

/**
 * Reads what each environment releases: the file as that environment has it, the functions by their names there, and the bundle. Throws
 * UsageError where environments say differently what a train has once: how it goes, and what is tolerable together.
 */
export async function readEnvironments(
  session: Session,
  named: readonly FunctionRef[],
  options: ReleaseInputOptions,
): Promise<Environments<EnvironmentInput>> {
  const inputs: EnvironmentInput[] = [];
  for (const here of environmentsOf(session)) {
    inputs.push({session: here, ...(await readReleaseInput(here, named, options))});
  }
  requireOneTrain(inputs);
  return inputs as unknown as Environments<EnvironmentInput>;
}

type DepartureOptions = RolloutOptions &
  CheckOptions &
  ReleaseInputOptions & {readonly override?: string | undefined; readonly 'dry-run': boolean};

/** Lets all environments leave, each by its own freezes and blockers, and reads how each rolls out. Throws what requireOpen throws. */
export async function openEnvironments(
  inputs: Environments<EnvironmentInput>,
  options: DepartureOptions,
  signal: AbortSignal,
): Promise<Environments<EnvironmentRelease>> {
  const {override, 'dry-run': dryRun} = options;
  const open: EnvironmentRelease[] = [];
  for (const input of inputs) {
    const {session, file, targets} = input;
    const {freeze, spans} = await requireOpen(session, file, {refs: targets, override, dryRun}, signal);
    const policy = await readRolloutPolicy(session, options, file);
    open.push({...input, policy: {...policy, ...(freeze && {freeze})}, spans});
  }
  requireOneTolerance(open);
  return open as unknown as Environments<EnvironmentRelease>;
}

function requireOneTrain(inputs: readonly EnvironmentInput[]): void {
  const other = differing(inputs, ({file}) => file?.train ?? {});
  if (other) throw differs('train', inputs, other, 'the waves of a train are of all its environments');
  const builds = new Map<string, {readonly command: string; readonly input: EnvironmentInput}>();
  for (const input of inputs) {
    for (const {source, build} of input.targets) {
      if (source === undefined || !build) continue;
      const known = builds.get(source);
      if (known && known.command !== build.command) {
        throw differs('build', inputs, [known.input, input], `${source} can hold the code of one of them alone`);
      }
      builds.set(source, {command: build.command, input});
    }
  }
}

/** All cars are judged in one bank, which has one bound and one measure. */
function requireOneTolerance(releases: readonly EnvironmentRelease[]): void {
  const other = differing(releases, ({policy: {settings}}) => [settings.alpha, settings.tolerate]);
  const why = 'a train is judged together, by one alpha and one tolerance';
  if (other) throw differs('rollout.analysis', releases, other, why);
}

/** The first, and the one that says something else than it. */
function differing<Each>(all: readonly Each[], says: (each: Each) => unknown): readonly [Each, Each] | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  const other = others.find((each) => JSON.stringify(says(each)) !== JSON.stringify(says(first)));
  return other === undefined ? undefined : [first, other];
}

function differs(
  setting: string,
  all: readonly EnvironmentInput[],
  pair: readonly [EnvironmentInput, EnvironmentInput],
  why: string,
): UsageError {
  const [one = '', other = ''] = pair.map(({session}) => nameOfPlace(session.place));
  const names = all.flatMap(({session}) => nameOfPlace(session.place) ?? []);
  return new UsageError(`${setting} is not the same in ${one} and ${other}: ${why}.`, {
    code: 'ENVIRONMENTS_DIFFER',
    suggestions: [
      `Write ${setting} once, above environments, in the release file.`,
      `Or release one after the other: ${names.map((name) => `--environment ${name}`).join(', then ')}`,
    ],
    details: {setting, environments: [one, other]},
  });
}
