import type {AccountConcurrency, ConcurrencyPort, Reservation} from '../../ports/lambda/concurrency.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {functionNames} from './function-names.js';

/** Reserved concurrency of AWS Lambda. */
export class LambdaConcurrency implements ConcurrencyPort {
  readonly #clients: AwsClients;
  readonly #paced: AwsClients;

  /** `paced` are clients with a request pacer: the listing goes through them. */
  constructor(clients: AwsClients, paced: AwsClients) {
    this.#clients = clients;
    this.#paced = paced;
  }

  async getAccountConcurrency(signal?: AbortSignal): Promise<AccountConcurrency> {
    const call: AwsCall = {action: 'lambda:GetAccountSettings', subject: 'the account'};
    const {client, sdk} = await this.#clients.lambda();
    const answer = await callAws(call, () =>
      client.send(new sdk.GetAccountSettingsCommand({}), requestOptions(signal)),
    );
    return {
      limit: required(answer.AccountLimit?.ConcurrentExecutions, 'ConcurrentExecutions', call),
      unreserved: required(answer.AccountLimit?.UnreservedConcurrentExecutions, 'UnreservedConcurrentExecutions', call),
    };
  }

  getReserved(functionName: string, signal?: AbortSignal): Promise<number | undefined> {
    return getReserved(this.#clients, functionName, signal);
  }

  /**
   * One request per function, because no list says what is reserved; ten a second, so 600 functions take a minute. When AWS throttles it only gets slower. A function deleted meanwhile is left out.
   */
  async listReservations(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly Reservation[]> {
    const reservations: Reservation[] = [];
    let seen = 0;
    for (const functionName of await functionNames(this.#paced, signal)) {
      const reserved = await this.#getReservedIfThere(functionName, signal);
      if (reserved !== undefined) reservations.push({functionName, reserved});
      seen += 1;
      onProgress?.(seen);
    }
    return reservations;
  }

  async putReserved(functionName: string, reserved: number, signal?: AbortSignal): Promise<number> {
    const call: AwsCall = {action: 'lambda:PutFunctionConcurrency', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.PutFunctionConcurrencyCommand({
      FunctionName: functionName,
      ReservedConcurrentExecutions: reserved,
    });
    const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
    return required(answer.ReservedConcurrentExecutions, 'ReservedConcurrentExecutions', call);
  }

  async deleteReserved(functionName: string, signal?: AbortSignal): Promise<void> {
    const call: AwsCall = {action: 'lambda:DeleteFunctionConcurrency', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.DeleteFunctionConcurrencyCommand({FunctionName: functionName});
    await callAws(call, () => client.send(command, requestOptions(signal)));
  }

  async #getReservedIfThere(functionName: string, signal?: AbortSignal): Promise<number | undefined> {
    try {
      return await getReserved(this.#paced, functionName, signal);
    } catch (error) {
      if (hasCode(error, 'FUNCTION_NOT_FOUND')) return undefined;
      throw error;
    }
  }
}

async function getReserved(
  clients: AwsClients,
  functionName: string,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const call: AwsCall = {action: 'lambda:GetFunctionConcurrency', subject: `function ${functionName}`};
  const {client, sdk} = await clients.lambda();
  const command = new sdk.GetFunctionConcurrencyCommand({FunctionName: functionName});
  const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
  // An empty answer means nothing is reserved; 0 means the function is stopped.
  return answer.ReservedConcurrentExecutions;
}
