import {notFound} from '../failure.js';
import {Input} from '../input.js';
import {Violations} from '../violations.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';
import {functionArn, functionTarget} from './function-target.js';
import {findFunction, findVersion} from './lookup.js';

/**
 * Features the sandbox does not emulate but whose state tools ask for on every function (Terraform reads them all):
 * each answers as AWS does for a function that does not use it. Recursion control is kept.
 */
export function functionFeatureOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'GetFunctionCodeSigningConfig',
      method: 'GET',
      uri: '/2020-06-30/functions/{FunctionName}/code-signing-config',
      run: (call) => {
        findFunction(world, functionTarget(world, call));
        return json(200, {});
      },
    },
    {
      name: 'GetRuntimeManagementConfig',
      method: 'GET',
      uri: '/2021-07-20/functions/{FunctionName}/runtime-management-config',
      run: (call) => {
        const target = functionTarget(world, call);
        findVersion(world, target);
        return json(200, {
          UpdateRuntimeOn: 'Auto',
          FunctionArn: functionArn(world, target.name, target.qualifier ?? '$LATEST'),
        });
      },
    },
    {
      name: 'GetFunctionUrlConfig',
      method: 'GET',
      uri: '/2021-10-31/functions/{FunctionName}/url',
      run: () => {
        throw notFound('The resource you requested does not exist.');
      },
    },
    {
      name: 'ListFunctionUrlConfigs',
      method: 'GET',
      uri: '/2021-10-31/functions/{FunctionName}/urls',
      run: (call) => {
        findFunction(world, functionTarget(world, call));
        return json(200, {FunctionUrlConfigs: []});
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
