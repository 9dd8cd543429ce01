import {formatDuration} from '../../model/duration.js';
import type {CredentialLifetime} from '../../ports/credentials.js';
import type {Refusal} from '../refusal.js';

/**
 * So long before their end credentials are given up, of the wall: what has to be written then is written in seconds, and
 * tried for that long while AWS fails.
 */
const MARGIN_MS = 180_000;
/**
 * A source that renews has longer: the SDK asks it for the next session in the last five minutes of this one, but some keep
 * giving out the old one for most of them.
 */
const RENEWAL_MARGIN_MS = 60_000;

/** When there must be others, epoch milliseconds; `speed` is that of the clock. Infinity when nobody tells their end. */
export function dueMsOf(lifetime: CredentialLifetime | undefined, speed = 1): number {
  if (!lifetime || !('expiresMs' in lifetime)) return Number.POSITIVE_INFINITY;
  return lifetime.expiresMs - (lifetime.kind === 'renewed' ? RENEWAL_MARGIN_MS : MARGIN_MS) * speed;
}

/** How long they last, in words. */
export function endText(lifetime: CredentialLifetime, nowMs: number): string {
  const leftMs = 'expiresMs' in lifetime ? Math.max(0, lifetime.expiresMs - nowMs) : 0;
  return `The AWS credentials end in ${formatDuration(leftMs)}`;
}

/** The objection to work on a rollout with credentials that end before anything could be taken back. */
export function credentialsRefusal(lifetime: CredentialLifetime, nowMs: number): Refusal {
  return {
    code: 'CREDENTIALS_END',
    message: `${endText(lifetime, nowMs)}: too soon to watch a rollout with them, and to take it back.`,
    suggestions: [
      'Get new ones that last longer than the rollout, and run the command again.',
      'Or leave the rollout to others: add --detach, and run rollout resume with new ones.',
    ],
  };
}
