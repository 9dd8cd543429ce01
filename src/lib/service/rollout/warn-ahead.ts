import {AwsError} from '../../errors.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {bypassWarnings, lifetimeWarnings, permissionWarnings} from '../../plan/forecast/warnings.js';
import {toRefusedError} from '../../plan/refusal.js';
import {credentialsRefusal, dueMsOf, endText} from '../../plan/rollout/credentials.js';
import type {PlanWarning, RolloutPlan} from '../../plan/rollout/plan.js';
import {readCiJob} from '../forecast/ci-job.js';
import type {Session} from '../session.js';

/** What is about to be worked on by this process. */
interface Ahead {
  readonly refs: readonly AliasRef[];
  /** Those of them that are to be created. */
  readonly created?: readonly AliasRef[];
  readonly rollouts: readonly Pick<RolloutPlan, 'leastMs' | 'steps' | 'patienceMs' | 'detach' | 'waitMs' | 'engine'>[];
  /** How long all of them take as one; absent where there is one alone, or one goes after the other. */
  readonly train?: {readonly leastMs: number; readonly mostMs: number};
}

/**
 * What `plan` warns of, where the risk is taken: credentials and a job that end before the rollouts may, and callers that come
 * past the alias. What cannot be read is said. Throws RefusedError CREDENTIALS_END when nothing could be taken back any more.
 */
export async function warnAhead(
  session: Session,
  {rollouts, train, ...aliases}: Ahead,
  signal: AbortSignal,
): Promise<void> {
  const warnings = [...(await lifetimes(session, rollouts, train)), ...(await bypasses(session, aliases, signal))];
  for (const warning of warnings) session.events.emit({type: 'warning', ...warning});
}

async function lifetimes(
  {credentials, clock, environment}: Session,
  rollouts: Ahead['rollouts'],
  train: Ahead['train'],
): Promise<readonly PlanWarning[]> {
  const followed = rollouts.filter(({detach, engine}) => !detach && !engine);
  const most = (patient: boolean) =>
    followed.reduce((total, {leastMs, steps, patienceMs, waitMs = Number.POSITIVE_INFINITY}) => {
      const takesMs = leastMs + (patient ? steps.length * patienceMs : 0);
      return total + Math.min(takesMs, waitMs);
    }, 0);
  // The waves of a train are this process's, whoever drives its aliases.
  const [shortestMs, longestMs] = train ? [train.leastMs, train.mostMs] : [most(false), most(true)];
  if (longestMs === 0) return [];
  const lifetime = await orNothing(credentials.lifetime());
  const nowMs = clock.now();
  if (lifetime && dueMsOf(lifetime, clock.speed) <= nowMs) throw toRefusedError([credentialsRefusal(lifetime, nowMs)]);
  // Beside a sandbox the clock may run fast, and the job's does not.
  const job = clock.speed === undefined ? readCiJob(environment) : undefined;
  const owned = {credentials: lifetime ?? {kind: 'unknown' as const}, ...(job && {job}), nowMs};
  return lifetimeWarnings({shortestMs, longestMs}, owned);
}

/** A single tick makes one write, and the next one may come with others: that these are about to end is only told. */
export async function warnOfCredentials({credentials, clock, events}: Session): Promise<void> {
  const lifetime = await orNothing(credentials.lifetime());
  const nowMs = clock.now();
  if (!lifetime || dueMsOf(lifetime, clock.speed) > nowMs) return;
  const message = `${endText(lifetime, nowMs)}: a tick that moves traffic may not be able to give it back, nor may the next one.`;
  events.emit({type: 'warning', code: 'CREDENTIALS_EXPIRE', message});
}

async function bypasses(
  {triggers}: Session,
  {refs, created = []}: Pick<Ahead, 'refs' | 'created'>,
  signal: AbortSignal,
): Promise<readonly PlanWarning[]> {
  const warnings: PlanWarning[] = [];
  for (const ref of refs) {
    const found = await orNothing(triggers.listBypasses(ref.functionName, signal));
    warnings.push(...(found ? bypassWarnings(ref.functionName, found) : [triggersUnread(ref)]));
    if (found && created.includes(ref)) warnings.push(...permissionWarnings(ref, found));
  }
  return warnings;
}

/** That nobody could look at who calls a function past its alias. */
export function triggersUnread(ref: AliasRef): PlanWarning {
  return {
    code: 'TRIGGERS_UNREAD',
    message: `The triggers of ${ref.functionName} could not be read: whether all of them go through ${formatAliasRef(ref)} is not known.`,
  };
}

async function orNothing<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
