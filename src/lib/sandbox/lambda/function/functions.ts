import {conflict, invalid} from '../failure.js';
import {takePage} from '../paging.js';
import type {LambdaFunction} from '../state.js';
import {json, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {describeAllVersions, describeCode, describeListed, describeVersion} from './describe.js';
import {functionArn, functionTarget, isAliasName} from './function-target.js';
import {findFunction, findVersion} from './lookup.js';

/** Reading, listing and deleting functions. */
export function functionOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'GetFunction',
      method: 'GET',
      uri: '/2015-03-31/functions/{FunctionName}',
      run: (call) => {
        const target = functionTarget(world, call);
        const version = findVersion(world, target);
        const lambda = findFunction(world, target);
        const reserved = lambda.reservedConcurrency;
        return json(200, {
          Configuration: describeVersion(world, version, functionArn(world, target.name, target.qualifier)),
          Code: describeCode(call.request, version.code),
          Tags: Object.keys(lambda.tags).length > 0 ? lambda.tags : undefined,
          Concurrency: reserved === undefined ? undefined : {ReservedConcurrentExecutions: reserved},
        });
      },
    },
    {
      name: 'GetFunctionConfiguration',
      method: 'GET',
      uri: '/2015-03-31/functions/{FunctionName}/configuration',
      run: (call) => {
        const target = functionTarget(world, call);
        const arn = functionArn(world, target.name, target.qualifier);
        return json(200, describeVersion(world, findVersion(world, target), arn));
      },
    },
    {
      name: 'ListFunctions',
      method: 'GET',
      uri: '/2015-03-31/functions',
      run: ({request}) => {
        const functions = [...world.state.functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
        const all = request.query.get('FunctionVersion') === 'ALL';
        const described = functions.flatMap((lambda) =>
          all ? describeAllVersions(world, lambda) : [describeListed(lambda.latest, functionArn(world, lambda.name))],
        );
        const page = takePage(described, request, 50);
        return json(200, {Functions: page.items, NextMarker: page.NextMarker});
      },
    },
    {
      name: 'DeleteFunction',
      method: 'DELETE',
      uri: '/2015-03-31/functions/{FunctionName}',
      run: (call) => {
        const {name, qualifier} = functionTarget(world, call);
        // Recorded: before it looks for the function, and the 404 names the function even when the call named a version.
        if (qualifier === '$LATEST') throw invalid('$LATEST version cannot be deleted without deleting the function.');
        const lambda = findFunction(world, {name, qualifier: undefined});
        if (qualifier === undefined) world.state.functions.delete(name);
        else deleteVersion(lambda, qualifier);
        return noContent;
      },
    },
  ];
}

function deleteVersion(lambda: LambdaFunction, qualifier: string): void {
  if (isAliasName(qualifier)) throw invalid('Deletion of aliases is not currently supported.');
  const users = [...lambda.aliases.values()]
    .filter((alias) => alias.functionVersion === qualifier || alias.weights[qualifier] !== undefined)
    .map((alias) => alias.name);
  if (users.length > 0) {
    throw conflict(`Unable to delete version because the following aliases reference it: [${users.join(', ')}]`);
  }
  lambda.versions.delete(qualifier);
  for (const settings of [lambda.provisioned, lambda.policies, lambda.eventInvoke]) settings.delete(qualifier);
}
