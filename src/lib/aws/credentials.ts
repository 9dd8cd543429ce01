import type {CredentialLifetime, CredentialsPort} from '../ports/credentials.js';
import type {AwsClients} from './clients.js';
import type {AwsCall} from './error/aws-call.js';
import {callAws} from './error/call-aws.js';
import {withinCredentialsLimit} from './http/credentials-limit.js';

/** As much as the SDK says of a session; `$source` names the providers it came through, by the SDK's own feature names. */
interface SdkSession {
  readonly sessionToken?: string;
  readonly expiration?: Date;
  readonly $source?: Readonly<Record<string, string>>;
}

/**
 * The credentials that the AWS SDK's own chain finds: environment, profile, SSO, web identity, container, instance. A role
 * that is assumed with them is renewed for as long as they last.
 */
export class SdkCredentials implements CredentialsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async lifetime(): Promise<CredentialLifetime> {
    const {source} = this.#clients;
    const own = await lifetimeOf(this.#clients);
    if (source === this.#clients || !('expiresMs' in own)) return own;
    return ofRole(own.expiresMs, await lifetimeOf(source));
  }
}

async function lifetimeOf(clients: AwsClients): Promise<CredentialLifetime> {
  const call: AwsCall = {action: 'sts:GetCallerIdentity', subject: 'the caller'};
  const session: SdkSession = await callAws(call, () => withinCredentialsLimit(() => clients.credentials()));
  const {sessionToken, expiration, $source} = session;
  if (!sessionToken) return {kind: 'permanent'};
  if (expiration === undefined) return {kind: 'unknown'};
  // Every other source is asked again before its session ends; variables of this process never change.
  const isHandedOver = $source?.CREDENTIALS_ENV_VARS !== undefined;
  return {kind: isHandedOver ? 'until' : 'renewed', expiresMs: expiration.getTime()};
}

/** Of a role's session, by those of the credentials it was assumed with: the last session is fetched while they last. */
function ofRole(expiresMs: number, source: CredentialLifetime): CredentialLifetime {
  switch (source.kind) {
    case 'permanent':
    case 'renewed':
      return {kind: 'renewed', expiresMs};
    case 'until':
      return {kind: 'until', expiresMs: Math.max(expiresMs, source.expiresMs)};
    case 'unknown':
      // Whether there will be another session nobody knows; this one is sure.
      return {kind: 'until', expiresMs};
  }
}
