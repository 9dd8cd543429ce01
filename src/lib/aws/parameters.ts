import type {ParametersPort, PlainParameter} from '../ports/parameters.js';
import type {AwsClients} from './clients.js';
import type {AwsCall} from './error/aws-call.js';
import {callAws, requestOptions} from './error/call-aws.js';

/** SSM API: GetParameters takes ten names. */
const NAMES_PER_REQUEST = 10;

/** Parameters of SSM, SecureString decrypted; that needs kms:Decrypt on their key. */
export class SsmParameters implements ParametersPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async getPlain(name: string, signal?: AbortSignal): Promise<PlainParameter | undefined> {
    const call: AwsCall = {action: 'ssm:GetParameters', subject: `parameter ${name}`};
    const {client, sdk} = await this.#clients.ssm();
    const command = new sdk.GetParametersCommand({Names: [name], WithDecryption: false});
    const {Parameters: [parameter] = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
    if (parameter?.Value === undefined) return undefined;
    return parameter.Type === 'SecureString' ? {kind: 'secret'} : {kind: 'plain', value: parameter.Value};
  }

  async getParameters(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    const asked = [...new Set(names)];
    for (let from = 0; from < asked.length; from += NAMES_PER_REQUEST) {
      const batch = asked.slice(from, from + NAMES_PER_REQUEST);
      const call: AwsCall = {action: 'ssm:GetParameters', subject: `parameters ${batch.join(', ')}`};
      const {client, sdk} = await this.#clients.ssm();
      const command = new sdk.GetParametersCommand({Names: batch, WithDecryption: true});
      const {Parameters: parameters = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const {Name: name, ARN: arn, Selector: selector = '', Value: value} of parameters) {
        if (value === undefined) continue;
        // Asked for by its ARN, AWS answers with the name alone; a selector such as :3 comes apart from it.
        for (const id of [name, arn]) if (id !== undefined) values.set(`${id}${selector}`, value);
      }
    }
    return values;
  }
}
