import type {InvokeAnswer, InvokePort, InvokeRequest} from '../../ports/lambda/invoke.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {redact} from '../error/redact.js';

/** Beside the function's own timeout: a new environment may take 10 s to begin, and the answer has to travel. */
const SLACK_MS = 20_000;

/** Synchronous invocations of AWS Lambda, each sent once, with the tail of its log. */
export class LambdaInvoke implements InvokePort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeAnswer> {
    const {functionName, qualifier, payload, timeoutMs, secrets} = request;
    const subject = `function ${functionName}${qualifier === undefined ? '' : `:${qualifier}`}`;
    const call: AwsCall = {action: 'lambda:InvokeFunction', subject, secrets};
    const {client, sdk} = await this.#clients.invocation();
    const command = new sdk.InvokeCommand({
      FunctionName: functionName,
      Qualifier: qualifier,
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: Buffer.from(payload),
    });
    const answer = await callAws(call, () => client.send(command, requestOptions(signal, timeoutMs + SLACK_MS)));
    const requestId = answer.$metadata.requestId;
    return {
      ...(answer.ExecutedVersion !== undefined && {executedVersion: answer.ExecutedVersion}),
      payload: redact(Buffer.from(answer.Payload ?? []).toString('utf8'), secrets),
      ...(answer.FunctionError !== undefined && {functionError: answer.FunctionError}),
      logTail: redact(Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'), secrets),
      ...(requestId !== undefined && {requestId}),
    };
  }
}
