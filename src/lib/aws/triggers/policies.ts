import type {AddPermissionCommandInput} from '@aws-sdk/client-lambda';
import {formatAliasRef} from '../../model/function/ref.js';
import type {InvokeStatement} from '../../model/trigger/statement.js';
import type {PoliciesPort, PolicyOwner, ResourcePolicy} from '../../ports/triggers/policies.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {orNothing} from '../error/or-nothing.js';
import {statementsOf} from './statements.js';

/** Resource policies of AWS Lambda, statement by statement. */
export class LambdaPolicies implements PoliciesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async readPolicy(owner: PolicyOwner, signal?: AbortSignal): Promise<ResourcePolicy> {
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetPolicyCommand({FunctionName: owner.functionName, Qualifier: owner.alias});
    const call = callOf('lambda:GetPolicy', owner);
    const answer = await orNothing(callAws(call, () => client.send(command, requestOptions(signal))));
    const {Policy: policy, RevisionId: revisionId} = answer ?? {};
    return {
      statements: policy === undefined ? [] : statementsOf(policy),
      ...(revisionId !== undefined && {revisionId}),
    };
  }

  async addStatement(
    owner: PolicyOwner,
    statement: InvokeStatement,
    revisionId?: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const {client, sdk} = await this.#clients.lambda();
    const input: AddPermissionCommandInput = {
      FunctionName: owner.functionName,
      Qualifier: owner.alias,
      StatementId: statement.statementId,
      Action: statement.action,
      Principal: statement.principal,
      SourceArn: statement.sourceArn,
      SourceAccount: statement.sourceAccount,
      PrincipalOrgID: statement.principalOrgId,
      EventSourceToken: statement.eventSourceToken,
      FunctionUrlAuthType: statement.urlAuthType as AddPermissionCommandInput['FunctionUrlAuthType'],
      ...(statement.viaUrl && {InvokedViaFunctionUrl: true}),
      RevisionId: revisionId,
    };
    const command = new sdk.AddPermissionCommand(input);
    await callAws(callOf('lambda:AddPermission', owner), () => client.send(command, requestOptions(signal)));
  }
}

function callOf(action: string, {functionName, alias}: PolicyOwner) {
  return {action, subject: alias === undefined ? `function ${functionName}` : formatAliasRef({functionName, alias})};
}
