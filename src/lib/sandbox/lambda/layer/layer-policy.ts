import {randomUUID} from 'node:crypto';
import {arnOf, partitionOf} from '../../place.js';
import {conflict, notFound, staleRevision} from '../failure.js';
import {Input} from '../input.js';
import type {LayerVersion, PolicyStatement} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';

const uri = '/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy';

/** Policies of layer versions: who of other accounts may use one. Kept, never enforced; each version has its own. */
export function layerPolicyOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {name: 'AddLayerVersionPermission', method: 'POST', uri, run: (call) => add(world, call)},
    {
      name: 'GetLayerVersionPolicy',
      method: 'GET',
      uri,
      run: (call) => {
        const {version} = addressed(world, call);
        const {statements, revisionId} = version.policy;
        if (statements.size === 0) throw notFound('No policy is associated with the given resource.');
        const Policy = JSON.stringify({Version: '2012-10-17', Id: 'default', Statement: [...statements.values()]});
        return json(200, {Policy, RevisionId: revisionId});
      },
    },
    {
      name: 'RemoveLayerVersionPermission',
      method: 'DELETE',
      uri: `${uri}/{StatementId}`,
      run: (call) => {
        const {version} = addressed(world, call);
        const sid = call.params.StatementId ?? '';
        checkRevision(call.request.query.get('RevisionId'), version);
        if (!version.policy.statements.delete(sid)) throw notFound(`Statement ${sid} is not found in resource policy.`);
        version.policy.revisionId = randomUUID();
        return noContent;
      },
    },
  ];
}

function add(world: LambdaWorld, call: LambdaCall) {
  const input = Input.parse(call.request.body);
  const action = input.text('Action');
  const sid = input.text('StatementId');
  const violations = new Violations();
  for (const name of ['StatementId', 'Action', 'Principal']) {
    violations.required(input.verbatim(name), `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
  }
  violations.pattern(action, 'action', 'lambda:GetLayerVersion');
  violations.pattern(sid, 'statementId', '([a-zA-Z0-9-_]+)');
  violations.pattern(input.text('Principal'), 'principal', '\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root');
  violations.throwIfAny();
  const {version, arn} = addressed(world, call);
  const {statements} = version.policy;
  if (statements.has(sid ?? '')) {
    throw conflict(
      `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  checkRevision(call.request.query.get('RevisionId'), version);
  const principal = input.text('Principal') ?? '';
  const organization = input.text('OrganizationId');
  const statement: PolicyStatement = {
    Sid: sid ?? '',
    Effect: 'Allow',
    Principal: /^\d{12}$/.test(principal)
      ? {AWS: `arn:${partitionOf(world.region)}:iam::${principal}:root`}
      : principal,
    Action: action,
    Resource: arn,
    ...(organization && {Condition: {StringEquals: {'aws:PrincipalOrgID': organization}}}),
  };
  statements.set(statement.Sid, statement);
  version.policy.revisionId = randomUUID();
  return json(201, {Statement: JSON.stringify(statement), RevisionId: version.policy.revisionId});
}

function checkRevision(given: string | null, {policy}: LayerVersion): void {
  if (given !== null && given !== policy.revisionId) throw staleRevision('GetLayerPolicy');
}

function addressed(world: LambdaWorld, call: LambdaCall): {version: LayerVersion; arn: string} {
  const given = call.params.LayerName ?? '';
  const name = given.startsWith('arn:') ? (given.split(':')[6] ?? '') : given;
  const arn = arnOf(world, 'lambda', `layer:${name}:${call.params.VersionNumber}`);
  const version = world.state.layers.get(name)?.versions.get(Number(call.params.VersionNumber));
  if (!version) throw notFound(`Layer version ${arn} does not exist.`);
  return {version, arn};
}
