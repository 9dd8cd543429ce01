import type {TagsPort} from '../../ports/lambda/tags.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';

/** Tags of AWS Lambda's functions. */
export class LambdaTags implements TagsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async listTags(functionArn: string, signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.ListTagsCommand({Resource: functionArn});
    const call = tagsCall('lambda:ListTags', functionArn);
    return (await callAws(call, () => client.send(command, requestOptions(signal)))).Tags ?? {};
  }

  async setTags(functionArn: string, tags: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.TagResourceCommand({Resource: functionArn, Tags: {...tags}});
    await callAws(tagsCall('lambda:TagResource', functionArn), () => client.send(command, requestOptions(signal)));
  }

  async removeTags(functionArn: string, names: readonly string[], signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.UntagResourceCommand({Resource: functionArn, TagKeys: [...names]});
    await callAws(tagsCall('lambda:UntagResource', functionArn), () => client.send(command, requestOptions(signal)));
  }
}

function tagsCall(action: string, functionArn: string): AwsCall {
  return {action, subject: `function ${functionArn.split(':')[6] ?? functionArn}`};
}
