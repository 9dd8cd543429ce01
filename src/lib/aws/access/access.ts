import {AwsError} from '../../errors.js';
import type {Access, AccessPort, AccessTarget} from '../../ports/access.js';
import type {AwsErrorCode} from '../../ports/aws-error-code.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {newAwsError} from '../error/mapping.js';
import {ACCESS_TRIALS} from './access-trials.js';

/** Nobody asked AWS's authorisation before these: they say nothing about a permission. */
const UNRELATED: ReadonlySet<string> = new Set<AwsErrorCode>([
  'THROTTLED',
  'NETWORK',
  'TIMEOUT',
  'NOT_AN_AWS_ENDPOINT',
  'AWS_INTERNAL',
]);
const UNUSABLE = /^(CREDENTIALS_|REGION_|CLOCK_SKEWED)/;

/** Permissions and clock of the caller, as AWS sees them. */
export class AwsAccess implements AccessPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async tryAction(action: string, target: AccessTarget, signal?: AbortSignal): Promise<Access> {
    const trial = ACCESS_TRIALS[action];
    if (trial === undefined) return 'untested';
    try {
      await callAws({action, subject: 'the permission'}, () => trial(this.#clients, target, signal));
      return 'allowed';
    } catch (error) {
      if (!(error instanceof AwsError) || UNUSABLE.test(error.code)) throw error;
      if (error.code === 'ACCESS_DENIED') return 'denied';
      return UNRELATED.has(error.code) ? 'untested' : 'allowed';
    }
  }

  async clockSkewMs(signal?: AbortSignal): Promise<number> {
    const call: AwsCall = {action: 'sts:GetCallerIdentity', subject: 'the caller'};
    const {client, sdk} = await this.#clients.sts();
    const command = new sdk.GetCallerIdentityCommand({});
    let date: string | undefined;
    command.middlewareStack.add(
      (next) => async (input) => {
        const output = await next(input);
        date = dateOf(output.response);
        return output;
      },
      {step: 'deserialize', priority: 'low'},
    );
    await callAws(call, () => client.send(command, requestOptions(signal)));
    const now = Date.now();
    const awsNow = Date.parse(date ?? '');
    if (Number.isNaN(awsNow)) throw newAwsError('NOT_AN_AWS_ENDPOINT', call, 'the answer has no Date.');
    // The header counts whole seconds: half of one is the best guess of what it cut off.
    return Math.abs(awsNow + 500 - now) <= 1_000 ? 0 : awsNow + 500 - now;
  }
}

function dateOf(response: unknown): string | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const {headers} = response as {readonly headers: Readonly<Record<string, string>>};
  return headers.date;
}
