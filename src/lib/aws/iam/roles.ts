import type {RolesPort} from '../../ports/rollout/roles.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';

/** Roles of AWS IAM, which is the same in every region. */
export class IamRoles implements RolesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async trustOf(roleArn: string, signal?: AbortSignal): Promise<unknown> {
    const {client, sdk} = await this.#clients.iam();
    // A role's path is in its ARN and not in its name.
    const name = roleArn.split('/').at(-1) ?? roleArn;
    const command = new sdk.GetRoleCommand({RoleName: name});
    const call = {action: 'iam:GetRole', subject: `role ${name}`};
    try {
      const {Role: role} = await callAws(call, () => client.send(command, requestOptions(signal)));
      // IAM gives the document percent-encoded (RFC 3986).
      return JSON.parse(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '{}'));
    } catch (error) {
      if (hasAwsName(error, 'NoSuchEntityException') || hasAwsName(error, 'NoSuchEntity')) return undefined;
      throw error;
    }
  }
}
