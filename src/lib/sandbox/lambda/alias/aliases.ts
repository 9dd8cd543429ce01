import {randomUUID} from 'node:crypto';
import {startProvisioning} from '../concurrency/provisioning.js';
import {conflict, invalid, notFound} from '../failure.js';
import {functionArn, functionTarget} from '../function/function-target.js';
import {checkRevision} from '../function/lifecycle.js';
import {findFunction} from '../function/lookup.js';
import {Input} from '../input.js';
import {refuseUnknownMembers} from '../known-members.js';
import {takePage} from '../paging.js';
import type {Alias, AliasState} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {checkRouting, readWeights} from './routing.js';

const aliasPattern = '(?!^[0-9]+$)([a-zA-Z0-9-_]+)';
const versionPattern = '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)';
// Before the current one; no delay is so long that more of them count.
const keptStates = 50;
const collection = '/2015-03-31/functions/{FunctionName}/aliases';
const item = `${collection}/{Name}`;

/** Aliases. Every write gives a new RevisionId; an omitted member keeps its value; `{}` as weights clears them. */
export function aliasOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {name: 'CreateAlias', method: 'POST', uri: collection, run: (call) => createAlias(world, call)},
    {name: 'UpdateAlias', method: 'PUT', uri: item, run: (call) => updateAlias(world, call)},
    {
      name: 'GetAlias',
      method: 'GET',
      uri: item,
      run: (call) => {
        const name = functionOf(world, call);
        const aliasName = call.params.Name ?? '';
        const alias = world.state.functions.get(name)?.aliases.get(aliasName);
        if (!alias) throw notFound(`Cannot find alias arn: ${functionArn(world, name, aliasName)}`);
        return json(200, describeAlias(world, name, asRead(world, name, alias)));
      },
    },
    {
      name: 'ListAliases',
      method: 'GET',
      uri: collection,
      run: (call) => {
        const name = functionOf(world, call);
        const version = call.request.query.get('FunctionVersion');
        const aliases = [...findFunction(world, {name, qualifier: undefined}).aliases.values()]
          .map((alias) => asRead(world, name, alias))
          .filter((alias) => version === null || alias.functionVersion === version)
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const page = takePage(aliases, call.request, 50);
        return json(200, {
          Aliases: page.items.map((alias) => describeAlias(world, name, alias)),
          NextMarker: page.NextMarker,
        });
      },
    },
    {
      name: 'DeleteAlias',
      method: 'DELETE',
      uri: item,
      run: (call) => {
        const lambda = findFunction(world, {name: functionOf(world, call), qualifier: undefined});
        const aliasName = call.params.Name ?? '';
        // Recorded: deleting an alias that is not there succeeds; what hangs on the alias goes with it.
        lambda.aliases.delete(aliasName);
        for (const settings of [lambda.provisioned, lambda.policies, lambda.eventInvoke, lambda.urls]) {
          settings.delete(aliasName);
        }
        return noContent;
      },
    },
  ];
}

function createAlias(world: LambdaWorld, call: LambdaCall) {
  refuseUnknownMembers('CreateAlias', call.request.body);
  const name = functionOf(world, call);
  const input = Input.parse(call.request.body);
  const violations = new Violations();
  const aliasName = input.text('Name');
  violations.required(input.verbatim('FunctionVersion'), 'functionVersion');
  violations.required(input.verbatim('Name'), 'name');
  violations.length(aliasName, 'name', 1, 128);
  violations.pattern(aliasName, 'name', aliasPattern);
  const {functionVersion = '', description, weights = {}} = readAlias(input, violations);
  const lambda = checkRouting(world, name, functionVersion, weights);
  if (lambda.aliases.has(aliasName ?? '')) {
    throw conflict(`Alias already exists: ${functionArn(world, name, aliasName)}`);
  }
  const alias: Alias = {
    name: aliasName ?? '',
    functionVersion,
    description: description ?? '',
    weights,
    revisionId: randomUUID(),
    past: [],
  };
  lambda.aliases.set(alias.name, alias);
  return json(201, describeAlias(world, name, alias));
}

function updateAlias(world: LambdaWorld, call: LambdaCall) {
  refuseUnknownMembers('UpdateAlias', call.request.body);
  const name = functionOf(world, call);
  const aliasName = call.params.Name ?? '';
  const input = Input.parse(call.request.body);
  const change = readAlias(input, new Violations());
  const alias = world.state.functions.get(name)?.aliases.get(aliasName);
  if (!alias) throw notFound(`Alias not found: ${functionArn(world, name, aliasName)}`);
  checkRevision(input.text('RevisionId'), alias.revisionId);
  const functionVersion = change.functionVersion ?? alias.functionVersion;
  const weights = change.weights ?? alias.weights;
  const lambda = checkRouting(world, name, functionVersion, weights);
  const moved = functionVersion !== alias.functionVersion;
  alias.past = [...alias.past.slice(-keptStates), {...stateOf(alias), untilMs: world.clock.now()}];
  alias.functionVersion = functionVersion;
  alias.weights = weights;
  alias.description = change.description ?? alias.description;
  alias.revisionId = randomUUID();
  const provisioned = lambda.provisioned.get(aliasName);
  // Provisioned concurrency follows the alias: the new version is provisioned from nothing.
  if (moved && provisioned) startProvisioning(world, lambda, aliasName, provisioned.requested);
  return json(200, describeAlias(world, name, alias));
}

function stateOf({functionVersion, description, weights, revisionId}: AliasState): AliasState {
  return {functionVersion, description, weights, revisionId};
}

/** An alias as a read sees it, which may be as it was before its last writes. */
function asRead({propagation, clock}: LambdaWorld, name: string, alias: Alias): AliasState & {readonly name: string} {
  return {...stateOf(propagation.read(name, alias, clock.now())), name: alias.name};
}

function readAlias(input: Input, violations: Violations) {
  const functionVersion = input.text('FunctionVersion');
  const description = input.text('Description');
  violations.pattern(functionVersion, 'functionVersion', versionPattern);
  violations.length(description, 'description', 0, 256);
  const weights = readWeights(input, violations);
  violations.throwIfAny();
  return {functionVersion, description, weights};
}

// An ARN may carry the alias it is about, and no other.
function functionOf(world: LambdaWorld, call: LambdaCall): string {
  const {name, qualifier} = functionTarget(world, call);
  if (qualifier !== undefined && qualifier !== call.params.Name) {
    throw invalid('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return name;
}

function describeAlias(
  world: LambdaWorld,
  name: string,
  alias: AliasState & {readonly name: string},
): Record<string, unknown> {
  const weighted = Object.keys(alias.weights).length > 0;
  return {
    AliasArn: functionArn(world, name, alias.name),
    Name: alias.name,
    FunctionVersion: alias.functionVersion,
    Description: alias.description,
    // Left out, not empty, when there are no weights.
    RoutingConfig: weighted ? {AdditionalVersionWeights: alias.weights} : undefined,
    RevisionId: alias.revisionId,
  };
}
