import {findReleaseFile} from '../../config/load-release-file.js';
import type {ReleaseError} from '../../errors.js';
import {type Once, tickOnce} from '../../execute/rollout/once.js';
import {toOnceError} from '../../execute/rollout/once-error.js';
import type {RolloutOutcome} from '../../execute/rollout/outcome.js';
import type {AliasRef} from '../../model/function/ref.js';
import {inParallel} from '../../observe/in-parallel.js';
import {toRefusedError} from '../../plan/refusal.js';
import {noSuchAlias} from '../../plan/rollout/traffic-move.js';
import {type TickReport, tickText} from '../../report/result/rollout/tick-text.js';
import {errorOfSeveral, worstFirst} from '../of-several.js';
import type {Session} from '../session.js';
import {aliasesOfFile, readRolloutPolicy} from './policy.js';
import type {ResumeOptions} from './resume.js';
import {toTickReport} from './tick-report.js';
import {warnOfCredentials} from './warn-ahead.js';

/** What a tick of every named alias, or of all of them, came to. */
export interface TicksResult {
  readonly dryRun: false;
  readonly ticks: readonly TickReport[];
}

interface Ticked {
  readonly report: TickReport;
  readonly error: ReleaseError | undefined;
}

/** Ticks wait for a full minute before they move: side by side, so that all of them move in the same one. */
const AT_ONCE = 20;
const NAME_ONE = 'Name an alias: lambda-release rollout resume checkout:live --once';
/** What a tick without an error has done to traffic. */
const MOVES: ReadonlySet<string> = new Set<Once['kind'] | RolloutOutcome['kind']>(['moved', 'promoted']);

/**
 * One tick of each alias, or with `all` of every alias of the release file, whoever began the rollouts in them. Throws the
 * worst ReleaseError there is, with all ticks in its details; what the others did is told before.
 */
export async function tickRollouts(
  session: Session,
  named: readonly AliasRef[],
  options: ResumeOptions & {readonly all: boolean},
  signal: AbortSignal,
): Promise<TicksResult> {
  const file = await findReleaseFile(options.config, session);
  const policy = await readRolloutPolicy(session, {...options, smoke: [], warm: 0}, file);
  const refs = options.all ? aliasesOfFile(file, NAME_ONE) : named;
  await warnOfCredentials(session);
  const ticked = await inParallel(refs, AT_ONCE, async (ref): Promise<Ticked> => {
    const once = await tickOnce(session, {...policy, ref, acceptSettings: options['accept-settings']}, signal);
    const report = toTickReport(ref, once, session.clock.now());
    return {report, error: options.all ? errorOfAny(ref, once, signal) : errorOfNamed(ref, once, signal)};
  });
  const ticks = ticked.map(({report}) => report);
  const [worst] = worstFirst(ticked.flatMap(({error}) => error ?? []));
  if (!worst) return {dryRun: false, ticks};
  for (const {report, error} of ticked) {
    if (error !== worst) session.events.emit({type: 'heartbeat', message: tickText(report)});
  }
  const differ = ticked.some(
    ({report, error}) => error !== worst && (error ? error.traffic !== worst.traffic : MOVES.has(report.did)),
  );
  throw errorOfSeveral(worst, {differ, details: {ticks}});
}

/** Of every alias there is: one that a lease has taken back long ago must not make a cron red until its next release. */
function errorOfAny(ref: AliasRef, once: Once, signal: AbortSignal): ReleaseError | undefined {
  return once.kind === 'leaseRan' ? undefined : toOnceError(ref, once, signal);
}

/** Whoever names an alias means one that is there. */
function errorOfNamed(ref: AliasRef, once: Once, signal: AbortSignal): ReleaseError | undefined {
  if (once.kind === 'nothing' && !once.alias) return toRefusedError(noSuchAlias(ref).refusals);
  return toOnceError(ref, once, signal);
}
