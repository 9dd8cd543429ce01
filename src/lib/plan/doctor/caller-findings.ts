import {formatDuration} from '../../model/duration.js';
import type {PermissionCheck} from '../../observe/doctor/doctor.js';
import type {CredentialLifetime} from '../../ports/credentials.js';
import type {CallerIdentity} from '../../ports/identity.js';
import type {Finding} from './finding.js';

/** AWS refuses signatures that are further away than this (AWS General Reference, "Signing requests"). */
const REFUSED_SKEW_MS = 300_000;
const NOTED_SKEW_MS = 30_000;

/** Who calls, and whether the credentials outlive a release of `needsMs` (milliseconds). */
export function credentialFindings(
  {arn, accountId, region}: CallerIdentity,
  lifetime: CredentialLifetime,
  {nowMs, needsMs}: {readonly nowMs: number; readonly needsMs: number},
): readonly Finding[] {
  const message = `${arn}, account ${accountId}, region ${region}`;
  const who: Finding = {level: 'ok', code: 'CALLER', subject: 'caller', message, suggestions: []};
  return [who, ...lifetimeFindings(lifetime, {nowMs, needsMs})];
}

function lifetimeFindings(
  lifetime: CredentialLifetime,
  {nowMs, needsMs}: {readonly nowMs: number; readonly needsMs: number},
): readonly Finding[] {
  if (lifetime.kind === 'permanent' || lifetime.kind === 'unknown') {
    const permanent = lifetime.kind === 'permanent';
    const message = permanent ? 'The credentials do not expire.' : 'Nothing says when the credentials expire.';
    return [{level: 'ok', code: 'CREDENTIALS_LIFETIME', subject: 'caller', message, suggestions: []}];
  }
  const leftMs = lifetime.expiresMs - nowMs;
  const left = leftMs > 0 ? `in ${formatDuration(leftMs)}` : 'already';
  if (lifetime.kind === 'renewed') {
    const message = `The session ends ${left} and is renewed by the AWS SDK.`;
    return [{level: 'ok', code: 'CREDENTIALS_LIFETIME', subject: 'caller', message, suggestions: []}];
  }
  const isShort = leftMs < needsMs;
  const short = `; the longest rollout takes at least ${formatDuration(needsMs)}`;
  return [
    {
      level: isShort ? 'stop' : 'ok',
      code: isShort ? 'CREDENTIALS_TOO_SHORT' : 'CREDENTIALS_LIFETIME',
      subject: 'caller',
      message: `The session ends ${left}, and nobody renews it${isShort ? short : ''}.`,
      suggestions: isShort
        ? ['Ask for a longer session (--duration-seconds, role-duration-seconds), or name a --profile that renews it.']
        : [],
    },
  ];
}

/** How far this machine's clock is from AWS's; `skewMs` is positive when AWS's is ahead. */
export function clockFindings(skewMs: number): readonly Finding[] {
  const size = Math.abs(skewMs);
  const level = size >= REFUSED_SKEW_MS ? 'stop' : size >= NOTED_SKEW_MS ? 'warning' : 'ok';
  const direction = skewMs > 0 ? 'behind' : 'ahead of';
  return [
    {
      level,
      code: level === 'ok' ? 'CLOCK' : 'CLOCK_SKEWED',
      subject: 'clock',
      message:
        size < 1_000
          ? "This machine's clock agrees with AWS's."
          : `This machine's clock is ${formatDuration(size)} ${direction} AWS's.`,
      suggestions:
        level === 'ok' ? [] : ['Set the clock, or let NTP do it: AWS refuses requests that are five minutes off.'],
    },
  ];
}

/** What is denied, and what a release needs and no harmless call can tell. */
export function permissionFindings(checks: readonly PermissionCheck[]): readonly Finding[] {
  const tried = checks.filter(({access, isOptional}) => !isOptional || access !== 'untested');
  const allowed = checks.filter(({access}) => access === 'allowed').length;
  const untested = [...new Set(tried.filter(({access}) => access === 'untested').map(({action}) => action))];
  const denied = checks
    .filter(({access}) => access === 'denied')
    .map(
      ({action, on, purpose, isOptional}): Finding => ({
        level: isOptional ? 'warning' : 'stop',
        code: 'PERMISSION_DENIED',
        subject: 'permissions',
        message: `${action} on ${on} is denied; it is needed to ${purpose}.`,
        suggestions: ['Attach the policy that this prints: lambda-release doctor --policy'],
      }),
    );
  return [
    {
      level: 'ok',
      code: 'PERMISSIONS_TRIED',
      subject: 'permissions',
      message: `${allowed} of ${tried.length} permissions were tried and are there.`,
      suggestions: [],
    },
    ...denied,
    ...(untested.length === 0
      ? []
      : [
          {
            level: 'ok' as const,
            code: 'PERMISSIONS_UNTESTED',
            subject: 'permissions',
            message: `No harmless call can tell about ${untested.join(', ')}.`,
            suggestions: ['Compare them with: lambda-release doctor --policy'],
          },
        ]),
  ];
}
