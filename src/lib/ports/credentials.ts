/** How long the credentials in use last, as far as anybody tells. */
export type CredentialLifetime =
  /** An access key of its own, without a session: lasts until somebody removes it. */
  | {readonly kind: 'permanent'}
  /** A session handed over from outside: nobody renews it, and calls fail after `expiresMs` (epoch milliseconds). */
  | {readonly kind: 'until'; readonly expiresMs: number}
  /** A session that the AWS SDK fetched itself and renews by itself, as long as its source lets it. */
  | {readonly kind: 'renewed'; readonly expiresMs: number}
  /** A session handed over without its end. */
  | {readonly kind: 'unknown'};

/** The credentials in use; never their values. Throws AwsError CREDENTIALS_MISSING. */
export interface CredentialsPort {
  lifetime(): Promise<CredentialLifetime>;
}
