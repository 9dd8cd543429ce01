import {AwsError} from '../../errors.js';
import {type PublishedVersion, parseVersion, type Version} from '../../model/versions/version.js';
import type {CodeStorage, VersionsPort} from '../../ports/lambda/versions.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {newAwsError} from '../error/mapping.js';
import {deleteFunction} from './delete-function.js';

/** Published versions of AWS Lambda, one at a time. */
export class LambdaVersions implements VersionsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async deleteVersion(functionName: string, version: PublishedVersion, signal?: AbortSignal): Promise<boolean> {
    // Looked at once more, whatever the types say: an absent version would delete the function with all it has.
    return deleteFunction(this.#clients, {functionName, version: parseVersion(version)}, signal);
  }

  async countRunningExecutions(functionName: string, version: Version, signal?: AbortSignal): Promise<number> {
    const subject = `function ${functionName}:${version}`;
    const call: AwsCall = {action: 'lambda:ListDurableExecutionsByFunction', subject};
    const {client, sdk} = await this.#clients.lambda();
    let running = 0;
    let marker: string | undefined;
    do {
      const command = new sdk.ListDurableExecutionsByFunctionCommand({
        FunctionName: functionName,
        Qualifier: version,
        Statuses: ['RUNNING'],
        Marker: marker,
      });
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      running += page.DurableExecutions?.length ?? 0;
      marker = page.NextMarker;
    } while (marker);
    return running;
  }

  async readPackage(
    functionName: string,
    version: PublishedVersion,
    signal?: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    const call: AwsCall = {action: 'lambda:GetFunction', subject: `function ${functionName}:${version}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetFunctionCommand({FunctionName: functionName, Qualifier: version});
    const {Code: code} = await callAws(call, () => client.send(command, requestOptions(signal)));
    if (code?.Location === undefined || code.RepositoryType !== 'S3') return undefined;
    return downloadCode(code.Location, call, signal);
  }

  async getCodeStorage(signal?: AbortSignal): Promise<CodeStorage> {
    const call: AwsCall = {action: 'lambda:GetAccountSettings', subject: 'the account'};
    const {client, sdk} = await this.#clients.lambda();
    const answer = await callAws(call, () =>
      client.send(new sdk.GetAccountSettingsCommand({}), requestOptions(signal)),
    );
    return {
      usedBytes: required(answer.AccountUsage?.TotalCodeSize, 'TotalCodeSize', call),
      limitBytes: required(answer.AccountLimit?.TotalCodeSize, 'TotalCodeSize', call),
    };
  }
}

/** The URL is a credential for ten minutes (GetFunction): it appears in no message and in no error that is passed on. */
async function downloadCode(url: string, call: AwsCall, signal: AbortSignal | undefined): Promise<Uint8Array> {
  let answer: {readonly status: number; readonly body: Uint8Array};
  try {
    const {download} = await import('../http/download.js');
    answer = await download(url, process.env, signal);
  } catch (error) {
    if (signal?.aborted || error instanceof AwsError) throw error;
    throw newAwsError('NETWORK', call, 'the package could not be downloaded.');
  }
  if (answer.status === 200) return answer.body;
  throw newAwsError('NETWORK', call, `the package could not be downloaded: S3 answered ${answer.status}.`);
}
