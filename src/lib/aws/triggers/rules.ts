import type {Target} from '@aws-sdk/client-eventbridge';
import type {RulesPort, RuleTarget} from '../../ports/triggers/rules.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {newAwsError} from '../error/mapping.js';
import {orNothing} from '../error/or-nothing.js';

/** Rules of Amazon EventBridge and what they call. */
export class EventBridgeRules implements RulesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async targetsAt(arn: string, buses: readonly string[], signal?: AbortSignal): Promise<readonly RuleTarget[]> {
    const found: RuleTarget[] = [];
    for (const bus of buses) {
      for (const rule of await this.#rulesAt(arn, bus, signal)) {
        const targets = await this.#targets({bus, rule}, signal);
        found.push(
          ...targets.flatMap(({Arn, Id}) => (Arn === arn && Id !== undefined ? [{bus, rule, targetId: Id}] : [])),
        );
      }
    }
    return found;
  }

  async pointTarget(
    {bus, rule, targetId}: RuleTarget,
    {from, to}: {readonly from: string; readonly to: string},
    signal?: AbortSignal,
  ): Promise<'moved' | 'there' | 'elsewhere'> {
    const target = (await this.#targets({bus, rule}, signal)).find(({Id}) => Id === targetId);
    if (target?.Arn === to) return 'there';
    if (target?.Arn !== from) return 'elsewhere';
    const call = {action: 'events:PutTargets', subject: `rule ${rule}`};
    const {client, sdk} = await this.#clients.events();
    const command = new sdk.PutTargetsCommand({EventBusName: bus, Rule: rule, Targets: [{...target, Arn: to}]});
    const {FailedEntries = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
    // Each target is refused for itself, in an answer that says 200.
    const [failed] = FailedEntries;
    if (failed) {
      const {ErrorCode: awsError = 'unknown', ErrorMessage: message = ''} = failed;
      throw newAwsError('AWS_ERROR', call, `${awsError}: ${message}`, {awsError});
    }
    return 'moved';
  }

  async #rulesAt(arn: string, bus: string, signal?: AbortSignal): Promise<readonly string[]> {
    const call = {action: 'events:ListRuleNamesByTarget', subject: `event bus ${bus}`};
    const {client, sdk} = await this.#clients.events();
    const found: string[] = [];
    let token: string | undefined;
    do {
      const command = new sdk.ListRuleNamesByTargetCommand({EventBusName: bus, TargetArn: arn, NextToken: token});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      found.push(...(page.RuleNames ?? []));
      token = page.NextToken;
    } while (token);
    return found;
  }

  /** None of a rule that is not there. */
  async #targets({bus, rule}: Pick<RuleTarget, 'bus' | 'rule'>, signal?: AbortSignal): Promise<readonly Target[]> {
    const call = {action: 'events:ListTargetsByRule', subject: `rule ${rule}`};
    const {client, sdk} = await this.#clients.events();
    const found: Target[] = [];
    let token: string | undefined;
    do {
      const command = new sdk.ListTargetsByRuleCommand({EventBusName: bus, Rule: rule, NextToken: token});
      const page = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
      if (page === undefined) return [];
      found.push(...(page.Targets ?? []));
      token = page.NextToken;
    } while (token);
    return found;
  }
}
