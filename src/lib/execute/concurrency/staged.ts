import {AwsError, HeldError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {RolloutStanding} from '../../model/rollout/standing.js';
import {messageOf} from '../../model/text/message-of.js';
import type {Version} from '../../model/versions/version.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {ProvisionedPort} from '../../ports/lambda/provisioned.js';
import {Deadline} from '../alias/deadline.js';
import {inTime} from '../tick/look.js';
import {provisionConcurrency} from './provisioned.js';

export interface StageDeps {
  readonly provisioned: ProvisionedPort;
  readonly aliases: AliasesPort;
  readonly clock: Clock;
  readonly events: EventSink;
}

/** AWS is asked again and again for this long to take off what costs money … */
const TAKE_OFF_MS = 30_000;
const PAUSE_MS = 2_000;
/** … and after a person's signal as long as is left. */
const INTERRUPTED_MS = 1_000;

/**
 * Keeps environments of a version ready, and waits until AWS has them all; what is there already is not asked for again. Returns
 * whether it was asked for. Throws AwsError when AWS does not provide them, and what was asked for is taken off then.
 */
export async function stageProvisioned(
  unlimited: StageDeps,
  {ref, version, wanted}: {readonly ref: AliasRef; readonly version: Version; readonly wanted: number},
  signal: AbortSignal,
): Promise<boolean> {
  const deps = {...unlimited, provisioned: answeredInTime(unlimited)};
  const of = ofVersion(ref, version);
  const before = await deps.provisioned.getProvisioned(of, signal);
  const changed = before?.requested !== wanted || before.status === 'FAILED';
  const plan = {kind: 'provision' as const, ref: of, wanted, changed, ...(before && {before})};
  try {
    await provisionConcurrency(deps, plan, {wait: true}, signal);
  } catch (error) {
    if (changed) await takeOff(deps, {ref, version, isLeaving: true}, signal);
    throw error instanceof HeldError ? notInTime(error) : error;
  }
  deps.events.emit({type: 'provisioned.changed', ref, version, requested: wanted});
  return changed;
}

/** What was asked for a candidate that no traffic came to, see stageProvisioned. Never throws. */
export async function unstage(deps: StageDeps, ref: AliasRef, version: Version, signal: AbortSignal): Promise<void> {
  await takeOff(deps, {ref, version}, signal);
}

/**
 * At the end of a rollout provisioned concurrency goes where traffic goes: it is taken off the version that has none any more. Whoever
 * ends the rollout does so, from what AWS holds alone, and doing it twice does no harm. What a version keeps is said: another alias sends it
 * traffic, or the version that replaced it has none of its own, and then nobody staged it. Never throws.
 */
export async function followTraffic(
  deps: StageDeps,
  {ref, loser, winner}: {readonly ref: AliasRef; readonly loser: Version; readonly winner?: Version},
  signal?: AbortSignal,
): Promise<void> {
  await takeOff(deps, {ref, version: loser, ...(winner !== undefined && {unlessNoneOf: winner})}, signal);
}

/** The same for a rollout that one move from elsewhere has ended: `standing` as it was before, `serves` what has all traffic now. Never throws. */
export async function endReadiness(
  deps: StageDeps,
  {ref, standing, serves}: {readonly ref: AliasRef; readonly standing: RolloutStanding; readonly serves: Version},
  signal?: AbortSignal,
): Promise<void> {
  if (!('marker' in standing) || !standing.marker) return;
  const {stable, candidate} = standing.marker;
  if (serves === stable) await followTraffic(deps, {ref, loser: candidate}, signal);
  if (serves === candidate) await followTraffic(deps, {ref, loser: stable, winner: candidate}, signal);
}

/** The same port, whose calls are not waited for without end: nothing has moved yet, and an answer that never comes would keep it so. */
function answeredInTime({provisioned, clock}: StageDeps): ProvisionedPort {
  const none = new AbortController().signal;
  return {
    getProvisioned: (ref, signal = none) => inTime(clock, signal, (limit) => provisioned.getProvisioned(ref, limit)),
    listProvisioned: (name, signal = none) =>
      inTime(clock, signal, (limit) => provisioned.listProvisioned(name, limit)),
    putProvisioned: (ref, requested, signal = none) =>
      inTime(clock, signal, (limit) => provisioned.putProvisioned(ref, requested, limit)),
    deleteProvisioned: (ref, signal = none) =>
      inTime(clock, signal, (limit) => provisioned.deleteProvisioned(ref, limit)),
  };
}

interface TakeOff {
  readonly ref: AliasRef;
  readonly version: Version;
  /** It is kept when this version, which has the traffic, has none. */
  readonly unlessNoneOf?: Version;
  /** Nothing can have moved to it: whether it is served need not be asked. */
  readonly isLeaving?: true;
}

async function takeOff(deps: StageDeps, job: TakeOff, signal?: AbortSignal): Promise<void> {
  const {clock, events} = deps;
  const {ref, version} = job;
  const deadline = new Deadline({clock, budgetMs: TAKE_OFF_MS, interrupt: signal, interruptedMs: INTERRUPTED_MS});
  try {
    for (;;) {
      try {
        const kept = await attempt(deps, job, deadline);
        if (kept !== undefined) events.emit(left(ref, version, kept));
        return;
      } catch (error) {
        if (isNotThere(error)) return;
        if (isDenied(error) || deadline.isOver || deadline.isUrgent) {
          events.emit(left(ref, version, `it could not be taken off: ${messageOf(error)}`));
          return;
        }
      }
      await deadline.sleep(PAUSE_MS);
    }
  } finally {
    deadline.dispose();
  }
}

/** Takes it off when nothing speaks against it; why it is kept, or nothing. */
async function attempt(
  {provisioned, aliases, events}: StageDeps,
  {ref, version, unlessNoneOf, isLeaving}: TakeOff,
  deadline: Deadline,
): Promise<string | undefined> {
  const of = ofVersion(ref, version);
  const held = await deadline.call((limit) => provisioned.getProvisioned(of, limit)).catch(unlessDenied);
  if (!held) return undefined;
  if (unlessNoneOf !== undefined) {
    const other = ofVersion(ref, unlessNoneOf);
    const has = await deadline.call((limit) => provisioned.getProvisioned(other, limit));
    if (!has) return `version ${unlessNoneOf} has none in its stead`;
  }
  const listed = isLeaving ? [] : await deadline.call((limit) => aliases.listAliases(ref.functionName, limit));
  const [server] = listed.filter((alias) => alias.alias !== ref.alias && isServedBy(alias, version));
  if (server) return `${formatAliasRef(server)} sends it traffic`;
  await deadline.call((limit) => provisioned.deleteProvisioned(of, limit));
  events.emit({type: 'provisioned.changed', ref, version, requested: 0});
  return undefined;
}

function isServedBy({stable, candidate}: AliasState, version: Version): boolean {
  return stable === version || candidate?.version === version;
}

/** Whoever may not see it, goes back all the same, and has nothing to say of it: most functions have none. */
function unlessDenied(error: unknown): undefined {
  if (!isDenied(error)) throw error;
}

function isDenied(error: unknown): boolean {
  return error instanceof AwsError && error.code === 'ACCESS_DENIED';
}

/** AWS answers so of a version that was deleted since. */
function isNotThere(error: unknown): boolean {
  return error instanceof AwsError && error.code.endsWith('NOT_FOUND');
}

function ofVersion({functionName}: AliasRef, version: Version): AliasRef {
  return {functionName, alias: version};
}

function left(ref: AliasRef, version: Version, why: string) {
  const name = formatAliasRef(ofVersion(ref, version));
  const message = `${name} keeps its provisioned concurrency, and AWS bills it: ${why}. To take it off: lambda-release concurrency unprovision ${name}`;
  return {type: 'warning', code: 'PROVISIONED_LEFT', message} as const;
}

/** Nothing is under way any more that could be waited for: what was asked for has been taken off. */
function notInTime(error: HeldError): AwsError {
  return new AwsError(error.message, {
    code: error.code,
    suggestions: [
      'No traffic was moved. Run the command again, with fewer: --provisioned 1, or without: --provisioned 0',
    ],
    cause: error,
  });
}
