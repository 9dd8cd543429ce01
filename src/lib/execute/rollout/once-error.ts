import {AwsError, InterruptedError, NotRestoredError, ReleaseError, RolledBackError} from '../../errors.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {messageOf} from '../../model/text/message-of.js';
import {toRefusedError} from '../../plan/refusal.js';
import {leaseRanText} from './ending.js';
import type {Once} from './once.js';
import {toRolloutError} from './release-error.js';

/** The error of a tick after which a rollout does not go on as it should; nothing when it does, is over, or is none. */
export function toOnceError(ref: AliasRef, once: Once, signal: AbortSignal): ReleaseError | undefined {
  const name = formatAliasRef(ref);
  switch (once.kind) {
    case 'ended':
      return toRolloutError(once.outcome);
    case 'leaseRan':
      return leaseRan(ref, once);
    case 'orphaned':
      return orphaned(name, once);
    case 'refused':
      return toRefusedError(once.refusals);
    case 'unread':
      return unread(name, once.error);
    case 'interrupted':
      return interrupted(name, once, signal);
    default:
      return undefined;
  }
}

function leaseRan(
  ref: AliasRef,
  {alias: {stable}, lease: {rolloutId, candidate}}: Extract<Once, {kind: 'leaseRan'}>,
): RolledBackError {
  const name = formatAliasRef(ref);
  return new RolledBackError(leaseRanText(ref, stable), {
    code: 'ROLLED_BACK_LEASE',
    suggestions: [
      `See what became of it: lambda-release history ${name}`,
      `Begin again: lambda-release rollout start ${name} ${candidate}`,
    ],
    details: {...ref, rolloutId, stable, candidate, cause: 'lease'},
    traffic: 'restored',
  });
}

function orphaned(name: string, {reason, alias}: Extract<Once, {kind: 'orphaned'}>): NotRestoredError {
  const standing = alias && rolloutStanding(alias);
  const isOfOther = standing?.kind === 'orphaned' && !standing.marker;
  const whose = isOfOther
    ? 'of another version of lambda-release'
    : 'that somebody else has changed, nobody can tell who';
  return new NotRestoredError(`${name} carries a rollout ${whose}: ${reason}. It was left alone.`, {
    code: 'TAKEN_OVER',
    suggestions: [
      `lambda-release status ${name}`,
      `If that is wrong, give one version all traffic: lambda-release shift ${name} ${alias?.stable ?? '<version>'}`,
    ],
    details: alias ? {stable: alias.stable, candidate: alias.candidate} : {},
    traffic: 'unknown',
  });
}

function unread(name: string, error: unknown): ReleaseError {
  if (error instanceof ReleaseError) return error;
  return new AwsError(`${name} was not judged this time: ${messageOf(error)}`, {
    code: 'AWS_ERROR',
    suggestions: ['Nothing was changed; run the command again.'],
    traffic: 'untouched',
    cause: error,
  });
}

function interrupted(name: string, {sent}: {readonly sent?: true}, signal: AbortSignal): InterruptedError {
  const {signal: which} = signal.reason as {readonly signal: 'SIGINT' | 'SIGTERM'};
  const state = sent ? 'it may have been moved on or not' : 'nothing was changed';
  return new InterruptedError(which, `${name}: a tick was ended by ${which}, ${state}. The next one goes on.`, {
    code: 'INTERRUPTED',
    suggestions: [
      `See it: lambda-release rollout status ${name}`,
      `Give stable all traffic: lambda-release rollout abort ${name}`,
    ],
    traffic: sent ? 'unknown' : 'untouched',
  });
}
