import {isCopyName} from '../../model/tune/copy.js';
import type {CopiesPort} from '../../ports/lambda/copies.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';

/** Copies by Lambda's DeleteFunction, which without a qualifier takes a function with all its versions. */
export class LambdaCopies implements CopiesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async deleteCopy(functionName: string, signal?: AbortSignal): Promise<boolean> {
    if (!isCopyName(functionName)) throw new Error(`${functionName} is no copy.`);
    const call: AwsCall = {action: 'lambda:DeleteFunction', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.DeleteFunctionCommand({FunctionName: functionName});
    try {
      await callAws(call, () => client.send(command, requestOptions(signal)));
      return true;
    } catch (error) {
      if (hasCode(error, 'FUNCTION_NOT_FOUND')) return false;
      throw error;
    }
  }
}
