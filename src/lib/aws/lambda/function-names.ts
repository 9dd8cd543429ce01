import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';

/** The names of every function of the account and region. Throws AwsError. */
export async function functionNames(clients: AwsClients, signal?: AbortSignal): Promise<readonly string[]> {
  const call: AwsCall = {action: 'lambda:ListFunctions', subject: 'the functions of this region'};
  const {client, sdk} = await clients.lambda();
  const names: string[] = [];
  let Marker: string | undefined;
  do {
    const command = new sdk.ListFunctionsCommand({...(Marker !== undefined && {Marker})});
    const page = await callAws(call, () => client.send(command, requestOptions(signal)));
    names.push(...(page.Functions ?? []).flatMap(({FunctionName}) => FunctionName ?? []));
    Marker = page.NextMarker;
  } while (Marker);
  return names;
}
