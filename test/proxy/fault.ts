/** What may go wrong with one call between the tool and AWS. */
export const FAULT_KINDS = [
  /** The connection breaks, nothing was carried out. */
  'reset-before',
  /** The connection breaks, all of it was carried out. */
  'reset-after',
  /** Carried out; half of the answer comes, then the connection breaks. */
  'truncate',
  /** Carried out; the answer comes a byte at a time and never ends. */
  'trickle',
  /** A page of a portal in place of AWS. */
  'html',
  'expired-token',
  'unrecognized-client',
  'access-denied',
  'not-found',
  'clock-skew',
  'throttle',
  /** AWS fails, nothing was carried out. */
  'server-error-before',
  /** AWS says that it failed, and all of it was carried out. */
  'server-error-after',
  'delay',
  /** The connection breaks at once, and it is carried out a moment later. */
  'late-effect',
  /** Just before the call somebody else writes the alias. */
  'other-writer',
] as const;

/** Those that are over at once: an answer that trickles takes as long as the limits of a request, of the wall. */
export const QUICK_KINDS = FAULT_KINDS.filter((kind) => kind !== 'trickle');

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** AWS's name of the operation; any when absent. */
  readonly operation?: string;
  /** The first matching call that is hit, from 1 … */
  readonly nth: number;
  /** … and how many from there; 1 when absent. */
  readonly count?: number;
  readonly delayMs?: number;
  /** Only once another fault of the run has happened. */
  readonly afterAnother?: true;
}

/** How AWS says the refusals that a proxy can answer by itself: status, name, text. */
export const REFUSALS: Partial<Record<FaultKind, readonly [number, string, string]>> = {
  'expired-token': [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  'unrecognized-client': [403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'],
  'access-denied': [403, 'AccessDeniedException', 'User: arn:aws:iam::000000000000:user/ada is not authorized'],
  'not-found': [
    404,
    'ResourceNotFoundException',
    'Function not found: arn:aws:lambda:us-east-1:000000000000:function:f',
  ],
  'clock-skew': [403, 'InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier'],
  throttle: [429, 'TooManyRequestsException', 'Rate exceeded'],
  'server-error-before': [500, 'ServiceException', 'An error occurred and the request cannot be processed.'],
  'server-error-after': [500, 'ServiceException', 'An error occurred and the request cannot be processed.'],
};
