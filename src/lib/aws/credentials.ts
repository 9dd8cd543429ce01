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

/** The credentials that the AWS SDK's own chain finds: environment, profile, SSO, web identity, container, instance. */
export class SdkCredentials implements CredentialsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async lifetime(): Promise<CredentialLifetime> {
    const call: AwsCall = {action: 'sts:GetCallerIdentity', subject: 'the caller'};
    const {client} = await this.#clients.sts();
    const session: SdkSession = await callAws(call, () => withinCredentialsLimit(() => client.config.credentials()));
    const {sessionToken, expiration, $source} = session;
    if (!sessionToken) return {kind: 'permanent'};
    if (expiration === undefined) return {kind: 'unknown'};
    // Every other source is asked again before its session ends; variables of this process never change.
    const isHandedOver = $source?.CREDENTIALS_ENV_VARS !== undefined;
    return {kind: isHandedOver ? 'until' : 'renewed', expiresMs: expiration.getTime()};
  }
}
