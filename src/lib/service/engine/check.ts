import {RefusedError, UsageError} from '../../errors.js';
import {proveLease} from '../../execute/lease/prove-lease.js';
import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {compareVersions, type Version} from '../../model/versions/version.js';
import type {EngineCheckReport} from '../../report/result/engine/check-text.js';
import {findFileOnCall} from '../on-call-file.js';
import {roleOf} from '../rollout/policy.js';
import type {Session} from '../session.js';

interface CheckOptions {
  readonly config?: string | undefined;
  /** ARN of a role. */
  readonly lease?: string | undefined;
}

/**
 * Proves once per account and role that AWS accepts a lease, by letting one run at an alias that nobody calls; makes the
 * alias when it is not there. Throws UsageError, RefusedError, AwsError.
 */
export async function checkEngine(
  session: Session,
  ref: AliasRef,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<EngineCheckReport> {
  const file = await findFileOnCall(session, options.config, signal);
  const role = roleOf(options, file?.rollout);
  const name = formatAliasRef(ref);
  if (role === undefined) {
    throw new UsageError('No role is named by which a lease could run.', {
      code: 'LEASE_ROLE_MISSING',
      suggestions: [`lambda-release engine check ${name} --lease arn:aws:iam::123456789012:role/lambda-release-lease`],
    });
  }
  const versions = (await session.functions.listVersions(ref.functionName, signal))
    .map(({version}) => version)
    .sort(compareVersions);
  const found = await session.aliases.getAlias(ref, signal);
  requireScratch(found);
  const stable = found?.stable ?? versions.at(-2);
  const candidate = versions.findLast((version) => version !== stable);
  if (stable === undefined || candidate === undefined) throw tooFewVersions(ref.functionName);
  await session.host.showPlan(planText(name, {stable, candidate, isThere: found !== undefined}));
  await session.host.confirm(`Let a lease run at ${name}?`, signal);
  const alias = found ?? (await session.aliases.createAlias({...ref, version: stable, description: ''}, signal));
  session.events.emit({type: 'heartbeat', message: `${name}: waiting for its lease to run, three minutes at most`});
  const {dueMs, seenMs} = await proveLease(session, {alias, candidate, role}, signal);
  return {...ref, role, dueMs, seenMs};
}

function requireScratch(alias: AliasState | undefined): void {
  if (!alias || rolloutStanding(alias).kind === 'idle') return;
  const name = formatAliasRef(alias);
  throw new RefusedError(`${name} is no alias to try something at: its traffic is split.`, {
    code: 'ALIAS_IN_USE',
    suggestions: [
      `Name one that nobody calls; it is made when it is not there: lambda-release engine check ${alias.functionName}:scratch`,
    ],
  });
}

function planText(
  name: string,
  {stable, candidate, isThere}: {readonly stable: Version; readonly candidate: Version; readonly isThere: boolean},
): string {
  const first = isThere ? `${name} serves version ${stable}` : `${name} is made, on version ${stable}`;
  return `${first}. Version ${candidate} gets 1% of it, until AWS gives that back by a lease; then it is as before. Nobody should call it.`;
}

function tooFewVersions(functionName: string): RefusedError {
  return new RefusedError(`${functionName} has no two published versions, and a lease is about two of them.`, {
    code: 'VERSIONS_MISSING',
    suggestions: [`Publish another one: lambda-release publish ${functionName}`, 'Or name another function.'],
  });
}
