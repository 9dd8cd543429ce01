import {conflict, failure, invalid, invalidUntyped} from '../failure.js';
import {lambdaTime} from '../function/describe.js';
import {functionArn, functionTarget} from '../function/function-target.js';
import {findFunction, requireQualifier} from '../function/lookup.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import type {LambdaFunction, ProvisionedConfig} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {provisionedTotal, unreservedConcurrency, unreservedFloor} from './pool.js';
import {startProvisioning} from './provisioning.js';

const uri = '/2019-09-30/functions/{FunctionName}/provisioned-concurrency';
const unpublished = 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.';
const published = 'The function resource provided must be an alias or a published version.';

/** Provisioned concurrency on aliases and published versions. Kept and reported; invocations do not get faster by it. */
export function provisionedConcurrencyOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {name: 'PutProvisionedConcurrencyConfig', method: 'PUT', uri, run: (call) => put(world, call)},
    {
      name: 'GetProvisionedConcurrencyConfig',
      method: 'GET',
      uri,
      run: (call) => {
        const {lambda, qualifier} = addressed(world, call, published);
        const config = lambda.provisioned.get(qualifier);
        if (!config) {
          throw failure(
            404,
            'ProvisionedConcurrencyConfigNotFoundException',
            'No Provisioned Concurrency Config found for this function',
          );
        }
        return json(200, describeConfig(config));
      },
    },
    {
      name: 'DeleteProvisionedConcurrencyConfig',
      method: 'DELETE',
      uri,
      run: (call) => {
        const {lambda, qualifier} = addressed(world, call, published);
        lambda.provisioned.delete(qualifier);
        return noContent;
      },
    },
    {
      name: 'ListProvisionedConcurrencyConfigs',
      method: 'GET',
      uri: `${uri}?List=ALL`,
      run: (call) => {
        const lambda = findFunction(world, functionTarget(world, call));
        const page = takePage([...lambda.provisioned], call.request, 50);
        const configs = page.items.map(([qualifier, config]) => ({
          FunctionArn: functionArn(world, lambda.name, qualifier),
          ...describeConfig(config),
        }));
        return json(200, {ProvisionedConcurrencyConfigs: configs, NextMarker: page.NextMarker});
      },
    },
  ];
}

function put(world: LambdaWorld, call: LambdaCall) {
  const requested = Input.parse(call.request.body).number('ProvisionedConcurrentExecutions');
  const violations = new Violations();
  violations.required(requested, 'provisionedConcurrentExecutions');
  violations.range(requested, 'provisionedConcurrentExecutions', 1, Number.MAX_SAFE_INTEGER);
  violations.throwIfAny();
  const {lambda, qualifier} = addressed(world, call, unpublished);
  checkPlace(lambda, qualifier);
  checkAmount(world, lambda, qualifier, requested ?? 0);
  return json(202, describeConfig(startProvisioning(world, lambda, qualifier, requested ?? 0)));
}

function addressed(world: LambdaWorld, call: LambdaCall, refusal: string): {lambda: LambdaFunction; qualifier: string} {
  const {name, qualifier = '$LATEST'} = functionTarget(world, call);
  if (qualifier === '$LATEST') throw invalid(refusal);
  return {lambda: requireQualifier(world, name, qualifier), qualifier};
}

function checkPlace(lambda: LambdaFunction, qualifier: string): void {
  const alias = lambda.aliases.get(qualifier);
  if (!alias) {
    const provisionedAlias = [...lambda.aliases.values()].some(
      ({name, functionVersion}) => functionVersion === qualifier && lambda.provisioned.has(name),
    );
    if (provisionedAlias) throw conflict('Version is pointed by a Provisioned Concurrency alias');
    return;
  }
  if (Object.keys(alias.weights).length > 0) {
    throw invalid('Alias with weights can not be used with Provisioned Concurrency');
  }
  if (lambda.provisioned.has(alias.functionVersion)) {
    throw conflict("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
}

function checkAmount(world: LambdaWorld, lambda: LambdaFunction, qualifier: string, requested: number): void {
  const others = provisionedTotal(lambda) - (lambda.provisioned.get(qualifier)?.requested ?? 0);
  const reserved = lambda.reservedConcurrency;
  if (reserved !== undefined) {
    if (others + requested > reserved) {
      throw invalid(
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      );
    }
    return;
  }
  const unreserved = unreservedConcurrency(world, lambda) - others;
  if (requested > unreserved) {
    throw invalidUntyped(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    );
  }
  const floor = unreservedFloor(world);
  if (unreserved - requested < floor) {
    throw invalidUntyped(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${floor}].`,
    );
  }
}

function describeConfig({requested, status, lastModifiedMs}: ProvisionedConfig): Record<string, unknown> {
  const ready = status === 'READY' ? requested : 0;
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: ready,
    AllocatedProvisionedConcurrentExecutions: ready,
    Status: status,
    LastModified: lambdaTime(lastModifiedMs),
  };
}
