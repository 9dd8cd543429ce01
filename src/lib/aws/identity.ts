import type {CallerIdentity, IdentityPort} from '../ports/identity.js';
import {required} from './answer.js';
import type {AwsClients} from './clients.js';
import type {AwsCall} from './error/aws-call.js';
import {callAws, requestOptions} from './error/call-aws.js';

/** Who calls, from STS GetCallerIdentity, which needs no permission. Asked once per process. */
export class StsIdentity implements IdentityPort {
  readonly #clients: AwsClients;
  #known: CallerIdentity | undefined;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async whoAmI(signal?: AbortSignal): Promise<CallerIdentity> {
    if (this.#known !== undefined) return this.#known;
    const call: AwsCall = {action: 'sts:GetCallerIdentity', subject: 'the caller'};
    const region = await this.#clients.region();
    const {client, sdk} = await this.#clients.sts();
    const command = new sdk.GetCallerIdentityCommand({});
    const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
    this.#known = {
      accountId: required(answer.Account, 'Account', call),
      arn: required(answer.Arn, 'Arn', call),
      region,
    };
    return this.#known;
  }
}
