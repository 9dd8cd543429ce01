import path from 'node:path';
import {TICK_ALIAS, TICK_FUNCTION} from '../../engine/names.js';
import {RefusedError} from '../../errors.js';
import {createAlias} from '../../execute/alias/create-alias.js';
import {moveTraffic} from '../../execute/alias/traffic-move.js';
import {publishFunction} from '../../execute/publish/publish.js';
import type {StopCause} from '../../execute/rollout/outcome.js';
import {toMoveError} from '../../execute/rollout/release-error.js';
import {smokeTest} from '../../execute/rollout/smoke.js';
import {SECOND_MS} from '../../model/duration.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {RolloutChecks} from '../../model/rollout/checks.js';
import {notedDigest} from '../../model/versions/content-note.js';
import {formatVersionNote} from '../../model/versions/note.js';
import type {Version} from '../../model/versions/version.js';
import {observeFunction} from '../../observe/publish/function.js';
import {readLivingAlias} from '../../observe/rollout/living-alias.js';
import {observeRollout} from '../../observe/rollout/rollout.js';
import type {FunctionPackageContent} from '../../package/package-content.js';
import {packageRoot} from '../../package-root.js';
import {toRefusedError} from '../../plan/refusal.js';
import {planShift} from '../../plan/rollout/shift.js';
import type {EventSink} from '../../ports/events.js';
import {readFunction} from '../publish/pack-function.js';
import {planContent} from '../publish/plan-content.js';
import type {Session} from '../session.js';

/** What the state machine calls. */
export const TICK_REF: AliasRef = {functionName: TICK_FUNCTION, alias: TICK_ALIAS};

/** What came of releasing the tick function. */
export interface TickRelease {
  readonly version: Version;
  /** The version that was called before; absent when there was none. */
  readonly before?: Version;
  readonly changed: boolean;
}

/** The tool that installs an engine. */
export interface Tool {
  readonly version: string;
  /** Folder of the code of its tick function; that of this package when left out. */
  readonly tickFolder?: string;
}

const TICK_FOLDER = path.join(packageRoot, 'dist', 'engine', 'tick');

/**
 * A rollout that is nowhere: whoever looks for it loads all of the code, asks AWS for the alias with the role that every tick
 * has, and writes nothing.
 */
export const NOWHERE = {
  ...{functionName: TICK_FUNCTION, alias: TICK_ALIAS, rolloutId: 'none', stable: '0', candidate: '0'},
  ...{restored: '', settings: {}, onInconclusive: 'extend', promoteEarly: false, blindSinceMs: 0, tells: {}},
};

const MOST_CHECKS = 7;
const BETWEEN_CHECKS_MS = 5 * SECOND_MS;

const CHECKS: RolloutChecks = {
  smoke: [
    {
      name: 'a rollout that is nowhere',
      payload: JSON.stringify(NOWHERE),
      expect: {json: {next: 'over'}},
      folder: packageRoot,
    },
  ],
  hooks: {},
};

/** Whether the code that is called is this tool's: nothing is sent. `absent`: nothing is called yet. Throws AwsError. */
export async function compareTick(
  session: Session,
  tool: Tool,
  signal: AbortSignal,
): Promise<{readonly version?: Version; readonly code: 'same' | 'other' | 'absent'}> {
  const isThere = (await session.functions.getFunction(TICK_FUNCTION, undefined, signal)) !== undefined;
  const alias = isThere ? await readLivingAlias(session, TICK_REF, signal) : undefined;
  if (!alias) return {code: 'absent'};
  const version = alias.stable;
  const called = await session.functions.getFunction(TICK_FUNCTION, version, signal);
  const {contentDigest} = await readTick(tool, {emit: () => undefined}, signal);
  return {version, code: called && notedDigest(called) === contentDigest ? 'same' : 'other'};
}

/**
 * Publishes this tool's code as a version of the tick function when it is not there yet, lets it answer a check, and lets the
 * state machine call it from then on: all at once, since a call a minute is nothing to compare. Throws ReleaseError.
 */
export async function releaseTick(session: Session, tool: Tool, signal: AbortSignal): Promise<TickRelease> {
  const content = await readTick(tool, session.events, signal);
  const observed = await observeFunction(session, TICK_FUNCTION, signal);
  if (!observed.latest) throw noTickFunction();
  const spec = {
    functionName: TICK_FUNCTION,
    // The stack's affair.
    configuration: {},
    create: false,
    versionDescription: formatVersionNote({message: `lambda-release ${tool.version}`}),
  };
  const {planned, zip} = await planContent(session, {package: content}, observed, spec, signal);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {version} = await publishFunction(session, {plan: planned.plan, zip}, signal);
  return callFromNowOn(session, version, signal);
}

async function callFromNowOn(session: Session, version: Version, signal: AbortSignal): Promise<TickRelease> {
  const observed = await observeRollout(session, TICK_REF, [version], signal);
  const {alias} = observed;
  if (!alias) {
    const plan = {kind: 'create-alias' as const, ref: TICK_REF, candidate: version, warnings: []};
    await ifFit(session, version, () => createAlias(session, plan, signal), signal);
    return {version, changed: true};
  }
  const planned = planShift([{version, weightPercent: 100}], observed);
  if (!planned.ok) throw toRefusedError(planned.refusals);
  const {plan} = planned;
  const before = alias.stable;
  if (!plan.changed) return {version, before, changed: false};
  await ifFit(session, version, () => moveTraffic(session, plan, signal), signal);
  return {version, before, changed: true};
}

/** Lets a version be called that answers its check. Throws ReleaseError when it does not, or cannot be. */
async function ifFit(
  session: Session,
  version: Version,
  call: () => ReturnType<typeof createAlias | typeof moveTraffic>,
  signal: AbortSignal,
): Promise<void> {
  const cause = await whyUnfit(session, version, signal);
  const error = toMoveError(TICK_REF, cause ? {kind: 'unfit', cause} : await call());
  if (error) throw error;
}

/** Rights of a role that was made or changed a moment ago are not known everywhere yet: what fails is tried for half a minute. */
async function whyUnfit(session: Session, candidate: Version, signal: AbortSignal): Promise<StopCause | undefined> {
  for (let attempt = 1; ; attempt++) {
    const cause = await smokeTest(session, {ref: TICK_REF, candidate, checks: CHECKS}, signal);
    if (cause === undefined || attempt === MOST_CHECKS) return cause;
    await session.clock.sleep(BETWEEN_CHECKS_MS, signal);
    signal.throwIfAborted();
  }
}

async function readTick(
  {tickFolder = TICK_FOLDER}: Tool,
  sink: EventSink,
  signal: AbortSignal,
): Promise<FunctionPackageContent> {
  const request = {sourceDir: tickFolder, functionName: TICK_FUNCTION, sink, signal};
  return (await readFunction(request, undefined)).package;
}

function noTickFunction(): RefusedError {
  return new RefusedError(
    `There is no function ${TICK_FUNCTION} in this region and account: the engine is not installed.`,
    {
      code: 'ENGINE_NOT_INSTALLED',
      suggestions: ['Install it: lambda-release engine install'],
    },
  );
}
