import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';

interface Deleted {
  readonly functionName: string;
  /** Absent, the function goes with all it has: who calls this has to have seen that it may. */
  readonly version?: string;
}

/** Lambda's DeleteFunction, for one version or for all of it. False when it was gone already. Throws AwsError. */
export async function deleteFunction(
  clients: AwsClients,
  {functionName, version}: Deleted,
  signal?: AbortSignal,
): Promise<boolean> {
  const subject = `function ${[functionName, ...(version === undefined ? [] : [version])].join(':')}`;
  const call: AwsCall = {action: 'lambda:DeleteFunction', subject};
  const {client, sdk} = await clients.lambda();
  const command = new sdk.DeleteFunctionCommand({FunctionName: functionName, Qualifier: version});
  try {
    await callAws(call, () => client.send(command, requestOptions(signal)));
    return true;
  } catch (error) {
    if (hasCode(error, 'FUNCTION_NOT_FOUND')) return false;
    throw error;
  }
}
