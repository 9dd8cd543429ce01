import {isCopyName} from '../../model/tune/copy.js';
import type {CopiesPort} from '../../ports/lambda/copies.js';
import type {AwsClients} from '../clients.js';
import {deleteFunction} from './delete-function.js';

/** Copies in AWS Lambda. */
export class LambdaCopies implements CopiesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async deleteCopy(functionName: string, signal?: AbortSignal): Promise<boolean> {
    if (!isCopyName(functionName)) throw new Error(`${functionName} is no copy.`);
    return deleteFunction(this.#clients, {functionName}, signal);
  }
}
