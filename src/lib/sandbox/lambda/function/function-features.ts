import {invalid} from '../failure.js';
import {Input} from '../input.js';
import {Violations} from '../violations.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';
import {type FunctionTarget, functionArn, functionTarget} from './function-target.js';
import {findFunction, findVersion} from './lookup.js';

/** Runtime management and recursion control: kept and given back; there is one version of each runtime here. */
export function functionFeatureOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'GetRuntimeManagementConfig',
      method: 'GET',
      uri: '/2021-07-20/functions/{FunctionName}/runtime-management-config',
      run: (call) => {
        const target = functionTarget(world, call);
        findVersion(world, target);
        return json(200, describeManagement(world, target));
      },
    },
    {
      name: 'PutRuntimeManagementConfig',
      method: 'PUT',
      uri: '/2021-07-20/functions/{FunctionName}/runtime-management-config',
      run: (call) => {
        const input = Input.parse(call.request.body);
        const updateRuntimeOn = input.text('UpdateRuntimeOn');
        const runtimeVersionArn = input.text('RuntimeVersionArn');
        const violations = new Violations();
        violations.required(updateRuntimeOn, 'updateRuntimeOn');
        violations.oneOf(updateRuntimeOn, 'updateRuntimeOn', ['Auto', 'FunctionUpdate', 'Manual']);
        violations.throwIfAny();
        const target = functionTarget(world, call);
        const {version} = findVersion(world, target);
        if (updateRuntimeOn === 'Manual' && runtimeVersionArn === undefined) {
          throw invalid('RuntimeVersionArn cannot be null when UpdateRuntimeOn is set to Manual');
        }
        if (updateRuntimeOn !== 'Manual' && runtimeVersionArn !== undefined) {
          throw invalid(`RuntimeVersionArn must be null when UpdateRuntimeOn is set to ${updateRuntimeOn}`);
        }
        const management = {updateRuntimeOn: updateRuntimeOn ?? 'Auto', runtimeVersionArn};
        findFunction(world, target).runtimeManagement.set(version, management);
        return json(200, describeManagement(world, target));
      },
    },
    {
      name: 'GetFunctionRecursionConfig',
      method: 'GET',
      uri: '/2024-08-31/functions/{FunctionName}/recursion-config',
      run: (call) => json(200, {RecursiveLoop: findFunction(world, functionTarget(world, call)).recursiveLoop}),
    },
    {
      name: 'PutFunctionRecursionConfig',
      method: 'PUT',
      uri: '/2024-08-31/functions/{FunctionName}/recursion-config',
      run: (call) => {
        const wanted = Input.parse(call.request.body).text('RecursiveLoop');
        const violations = new Violations();
        violations.required(wanted, 'recursiveLoop');
        violations.oneOf(wanted, 'recursiveLoop', ['Allow', 'Terminate']);
        violations.throwIfAny();
        const lambda = findFunction(world, functionTarget(world, call));
        lambda.recursiveLoop = wanted ?? lambda.recursiveLoop;
        return json(200, {RecursiveLoop: lambda.recursiveLoop});
      },
    },
  ];
}

function describeManagement(world: LambdaWorld, target: FunctionTarget): Record<string, unknown> {
  const {version} = findVersion(world, target);
  const set = findFunction(world, target).runtimeManagement.get(version);
  return {
    UpdateRuntimeOn: set?.updateRuntimeOn ?? 'Auto',
    FunctionArn: functionArn(world, target.name, target.qualifier ?? '$LATEST'),
    RuntimeVersionArn: set?.runtimeVersionArn,
  };
}
