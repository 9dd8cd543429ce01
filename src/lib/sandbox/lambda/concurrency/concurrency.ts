import {invalid, invalidUntyped} from '../failure.js';
import {maxInlineZipBytes, maxUnzippedBytes} from '../function/code.js';
import {unqualifiedTarget} from '../function/function-target.js';
import {findFunction, functionNotFound} from '../function/lookup.js';
import {Input} from '../input.js';
import type {LambdaFunction} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {provisionedTotal, unreservedConcurrency, unreservedFloor} from './pool.js';

const functionsOnly =
  'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.';

/** AWS's quota for stored code, in bytes. */
const totalCodeBytes = 300 * 1024 ** 3;

/** Reserved concurrency, and the account's limits it is taken from. */
export function concurrencyOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'PutFunctionConcurrency',
      method: 'PUT',
      uri: '/2017-10-31/functions/{FunctionName}/concurrency',
      run: (call) => {
        const name = unqualifiedTarget(world, call, functionsOnly);
        const lambda = world.state.functions.get(name);
        // Recorded: this one operation names $LATEST in its 404, and looks there before it checks the number.
        if (!lambda) throw functionNotFound(world, name, '$LATEST');
        const reserved = Input.parse(call.request.body).number('ReservedConcurrentExecutions');
        lambda.reservedConcurrency = checkReservation(world, lambda, reserved);
        return json(200, {ReservedConcurrentExecutions: reserved});
      },
    },
    {
      name: 'GetFunctionConcurrency',
      method: 'GET',
      uri: '/2019-09-30/functions/{FunctionName}/concurrency',
      // An empty object when none is set: 0 is something else.
      run: (call) => json(200, {ReservedConcurrentExecutions: found(world, call).reservedConcurrency}),
    },
    {
      name: 'DeleteFunctionConcurrency',
      method: 'DELETE',
      uri: '/2017-10-31/functions/{FunctionName}/concurrency',
      run: (call) => {
        found(world, call).reservedConcurrency = undefined;
        return noContent;
      },
    },
    {
      name: 'GetAccountSettings',
      method: 'GET',
      uri: '/2016-08-19/account-settings',
      run: () =>
        json(200, {
          AccountLimit: {
            TotalCodeSize: totalCodeBytes,
            CodeSizeUnzipped: maxUnzippedBytes,
            CodeSizeZipped: maxInlineZipBytes,
            ConcurrentExecutions: world.accountConcurrency,
            UnreservedConcurrentExecutions: unreservedConcurrency(world),
          },
          AccountUsage: {TotalCodeSize: storedBytes(world), FunctionCount: world.state.functions.size},
        }),
    },
  ];
}

function found(world: LambdaWorld, call: LambdaCall): LambdaFunction {
  return findFunction(world, {name: unqualifiedTarget(world, call, functionsOnly), qualifier: undefined});
}

function checkReservation(world: LambdaWorld, lambda: LambdaFunction, reserved: number | undefined): number {
  const violations = new Violations();
  violations.required(reserved, 'reservedConcurrentExecutions');
  violations.range(reserved, 'reservedConcurrentExecutions', 0, Number.MAX_SAFE_INTEGER);
  violations.throwIfAny();
  const wanted = reserved ?? 0;
  const provisioned = provisionedTotal(lambda);
  if (wanted < provisioned) {
    // The odd spaces are AWS's.
    throw invalid(
      ` ReservedConcurrentExecutions  ${wanted} should not be lower than function's total provisioned concurrency [${provisioned}].`,
    );
  }
  const floor = unreservedFloor(world);
  if (wanted > 0 && unreservedConcurrency(world, lambda) - wanted < floor) {
    throw invalidUntyped(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${floor}].`,
    );
  }
  return wanted;
}

function storedBytes(world: LambdaWorld): number {
  let bytes = 0;
  for (const {latest, versions} of world.state.functions.values()) {
    for (const version of [latest, ...versions.values()]) bytes += version.code.zip.length;
  }
  for (const layer of world.state.layers.values()) {
    for (const version of layer.versions.values()) bytes += version.code.zip.length;
  }
  return bytes;
}
