import {randomUUID} from 'node:crypto';
import {conflict, invalid, notFound, staleRevision} from '../failure.js';
import {type FunctionTarget, functionArn, functionTarget} from '../function/function-target.js';
import {findFunction, requireQualifier} from '../function/lookup.js';
import {Input} from '../input.js';
import type {LambdaFunction, PolicyStatement} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';

const uri = '/2015-03-31/functions/{FunctionName}/policy';
const bare = '$LATEST';
const SERVICE = /\.(amazonaws\.com(\.cn)?|amazon\.com)$/;
// An account, one of its users or roles, a service, or everybody.
const PRINCIPAL = new RegExp(`^(\\*|\\d{12}|arn:aws[a-z-]*:(iam|sts)::.+)$|${SERVICE.source}`);

/** Resource policies: one per function, per version and per alias, none inherited. Kept, never enforced. */
export function policyOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {name: 'AddPermission', method: 'POST', uri, run: (call) => addPermission(world, call)},
    {
      name: 'GetPolicy',
      method: 'GET',
      uri,
      run: (call) => {
        const {name, qualifier} = functionTarget(world, call);
        const key = qualifier ?? bare;
        const lambda = findFunction(world, {name, qualifier});
        const policy = lambda.policies.get(key);
        // Of a version or an alias that is not there too.
        if (!policy) throw notFound('The resource you requested does not exist.');
        const document = {Version: '2012-10-17', Id: 'default', Statement: [...policy.statements.values()]};
        return json(200, {Policy: JSON.stringify(document), RevisionId: revised(lambda, key).revisionId});
      },
    },
    {
      name: 'RemovePermission',
      method: 'DELETE',
      uri: `${uri}/{StatementId}`,
      run: (call) => {
        const target = functionTarget(world, call);
        if (!world.state.functions.has(target.name)) {
          throw notFound(`No policy found for: ${functionArn(world, target.name, target.qualifier)}`);
        }
        const {lambda, key} = addressed(world, target);
        const policy = lambda.policies.get(key);
        if (!policy) throw notFound('No policy is associated with the given resource.');
        const sid = call.params.StatementId ?? '';
        if (!policy.statements.has(sid)) throw notFound(`Statement ${sid} is not found in resource policy.`);
        const owner = revised(lambda, key);
        checkPolicyRevision(call.request.query.get('RevisionId'), owner);
        policy.statements.delete(sid);
        owner.revisionId = randomUUID();
        if (policy.statements.size === 0) lambda.policies.delete(key);
        return noContent;
      },
    },
  ];
}

function addPermission(world: LambdaWorld, call: LambdaCall) {
  const input = Input.parse(call.request.body);
  const sid = input.text('StatementId') ?? '';
  const violations = new Violations();
  for (const member of ['StatementId', 'Action', 'Principal']) {
    violations.required(input.verbatim(member), `${member.charAt(0).toLowerCase()}${member.slice(1)}`);
  }
  violations.length(input.text('StatementId'), 'statementId', 1, 100);
  violations.pattern(input.text('StatementId'), 'statementId', '([a-zA-Z0-9-_]+)');
  violations.pattern(input.text('Action'), 'action', '(lambda:[*]|lambda:[a-zA-Z]+|[*])');
  violations.throwIfAny();
  if (!PRINCIPAL.test(input.text('Principal') ?? '')) {
    throw invalid('The provided principal was invalid. Please check the principal and try again.');
  }
  const target = functionTarget(world, call);
  const {lambda, key} = addressed(world, target);
  const {qualifier} = target;
  if (input.has('FunctionUrlAuthType') && input.text('Action') !== 'lambda:InvokeFunctionUrl') {
    throw invalid('FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action');
  }
  if (qualifier === '$LATEST') throw invalid('We currently do not support adding policies for $LATEST.');
  const policy = lambda.policies.get(key);
  const owner = revised(lambda, key);
  checkPolicyRevision(input.text('RevisionId') ?? null, owner);
  if (policy?.statements.has(sid)) {
    throw conflict(
      `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const statement = toStatement(input, sid, functionArn(world, lambda.name, qualifier));
  const statements = policy?.statements ?? new Map<string, PolicyStatement>();
  statements.set(sid, statement);
  lambda.policies.set(key, {statements});
  owner.revisionId = randomUUID();
  return json(201, {Statement: JSON.stringify(statement)});
}

// A policy has no RevisionId of its own: it is that of the alias, version or $LATEST it is on, and moves it.
function revised(lambda: LambdaFunction, key: string): {revisionId: string} {
  return lambda.aliases.get(key) ?? lambda.versions.get(key) ?? lambda.latest;
}

function checkPolicyRevision(given: string | null, {revisionId}: {readonly revisionId: string}): void {
  if (given !== null && given !== revisionId) throw staleRevision('GetPolicy');
}

function addressed(
  world: LambdaWorld,
  {name, qualifier}: FunctionTarget,
): {readonly lambda: LambdaFunction; readonly key: string} {
  const lambda = findFunction(world, {name, qualifier});
  if (qualifier !== undefined && qualifier !== bare) requireQualifier(world, name, qualifier);
  return {lambda, key: qualifier ?? bare};
}

function toStatement(input: Input, sid: string, resource: string): PolicyStatement {
  const principal = input.text('Principal') ?? '';
  const sourceArn = input.text('SourceArn');
  const equals = {
    ...member('AWS:SourceAccount', input.text('SourceAccount')),
    ...member('lambda:FunctionUrlAuthType', input.text('FunctionUrlAuthType')),
    ...member('aws:PrincipalOrgID', input.text('PrincipalOrgID')),
    ...member('lambda:EventSourceToken', input.text('EventSourceToken')),
  };
  const condition = {
    ...(Object.keys(equals).length > 0 ? {StringEquals: equals} : {}),
    ...(input.flag('InvokedViaFunctionUrl') ? {Bool: {'lambda:InvokedViaFunctionUrl': 'true'}} : {}),
    ...(sourceArn === undefined ? {} : {ArnLike: {'AWS:SourceArn': sourceArn}}),
  };
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: toPrincipal(principal),
    Action: input.text('Action'),
    Resource: resource,
    ...(Object.keys(condition).length > 0 ? {Condition: condition} : {}),
  };
}

function toPrincipal(principal: string): unknown {
  if (principal === '*') return '*';
  if (SERVICE.test(principal)) return {Service: principal};
  return {AWS: /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal};
}

function member(name: string, value: string | undefined): Record<string, string> {
  return value === undefined ? {} : {[name]: value};
}
