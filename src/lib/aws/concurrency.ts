import type {Clock} from '../ports/clock.js';
import type {AccountConcurrency, ConcurrencyPort, Reservation} from '../ports/concurrency.js';
import {required} from './answer.js';
import {type AwsCall, callAws, requestOptions} from './aws-call.js';
import type {AwsClients} from './clients.js';
import {hasCode} from './error-mapping.js';

/** Ten a second: the control plane takes 15 from everybody together (LDG "Lambda quotas"), and others want to work too. */
const LISTING_INTERVAL_MS = 100;
const LONGEST_BACKOFF_MS = 16_000;
const MOST_THROTTLES_IN_A_ROW = 8;

/** Reserved concurrency of AWS Lambda. */
export class LambdaConcurrency implements ConcurrencyPort {
  readonly #clients: AwsClients;
  readonly #clock: Clock;

  constructor(clients: AwsClients, clock: Clock) {
    this.#clients = clients;
    this.#clock = clock;
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

  async getReserved(functionName: string, signal?: AbortSignal): Promise<number | undefined> {
    const call: AwsCall = {action: 'lambda:GetFunctionConcurrency', subject: `function ${functionName}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionConcurrencyCommand({FunctionName: functionName});
    const answer = await callAws(call, () => client.send(command, requestOptions(signal)));
    // An empty answer means nothing is reserved; 0 means the function is stopped.
    return answer.ReservedConcurrentExecutions;
  }

  /**
   * One request per function, because no list says what is reserved; at most ten a second, so 600 functions take a
   * minute. When AWS throttles it only gets slower. A function deleted meanwhile is left out.
   */
  async listReservations(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly Reservation[]> {
    const reservations: Reservation[] = [];
    let seen = 0;
    for (const functionName of await this.#listFunctionNames(signal)) {
      const reserved = await this.#paced(() => this.#getReservedIfThere(functionName, signal), signal);
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

  async #listFunctionNames(signal?: AbortSignal): Promise<readonly string[]> {
    const call: AwsCall = {action: 'lambda:ListFunctions', subject: 'the functions of this region'};
    const {client, sdk} = await this.#clients.lambda();
    const names: string[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListFunctionsCommand({...(marker !== undefined && {Marker: marker})});
      const page = await this.#paced(() => callAws(call, () => client.send(command, requestOptions(signal))), signal);
      for (const {FunctionName: name} of page.Functions ?? []) if (name !== undefined) names.push(name);
      marker = page.NextMarker;
    } while (marker);
    return names;
  }

  async #getReservedIfThere(functionName: string, signal?: AbortSignal): Promise<number | undefined> {
    try {
      return await this.getReserved(functionName, signal);
    } catch (error) {
      if (hasCode(error, 'FUNCTION_NOT_FOUND')) return undefined;
      throw error;
    }
  }

  /** Runs a read, then waits out the rest of its slot. A throttled one is asked again, each time later. */
  async #paced<T>(read: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let throttles = 0; ; throttles += 1) {
      signal?.throwIfAborted();
      const startedMs = this.#clock.now();
      try {
        const result = await read();
        await this.#clock.sleep(Math.max(0, startedMs + LISTING_INTERVAL_MS - this.#clock.now()), signal);
        return result;
      } catch (error) {
        if (!hasCode(error, 'THROTTLED') || throttles >= MOST_THROTTLES_IN_A_ROW) throw error;
        await this.#clock.sleep(Math.min(1_000 * 2 ** throttles, LONGEST_BACKOFF_MS), signal);
      }
    }
  }
}
