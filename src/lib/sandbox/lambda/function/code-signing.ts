import {randomBytes} from 'node:crypto';
import {arnOf} from '../../place.js';
import {conflict, failure} from '../failure.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import type {CodeSigningConfig} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {lambdaTime} from './describe.js';
import {functionArn, functionTarget} from './function-target.js';
import {findFunction} from './lookup.js';

const collection = '/2020-04-22/code-signing-configs';
const item = `${collection}/{CodeSigningConfigArn}`;
const ofFunction = '/2020-06-30/functions/{FunctionName}/code-signing-config';

/** Code signing configurations, kept and attached to functions; signatures are checked where code arrives: signature-check.ts. */
export function codeSigningOperations(world: LambdaWorld): LambdaOperation[] {
  const configs = world.state.codeSigningConfigs;
  const find = (call: LambdaCall): CodeSigningConfig => {
    const arn = call.params.CodeSigningConfigArn ?? '';
    const found = configs.get(arn);
    // Without the Type that Lambda's other 404s have.
    if (!found) {
      const message = `The Lambda code signing configuration ${arn} can not be found.`;
      throw failure(404, 'ResourceNotFoundException', message, {});
    }
    return found;
  };
  const users = ({arn}: CodeSigningConfig) =>
    [...world.state.functions.values()].filter((lambda) => lambda.codeSigningConfigArn === arn);
  return [
    {
      name: 'CreateCodeSigningConfig',
      method: 'POST',
      uri: collection,
      run: (call) => {
        const input = Input.parse(call.request.body);
        const violations = new Violations();
        violations.required(input.verbatim('AllowedPublishers'), 'allowedPublishers');
        violations.length(input.text('Description'), 'description', 0, 256);
        violations.throwIfAny();
        const id = `csc-${randomBytes(9).toString('hex').slice(0, 17)}`;
        const config = {
          id,
          arn: arnOf(world, 'lambda', `code-signing-config:${id}`),
          description: input.text('Description'),
          allowedPublishers: input.verbatim('AllowedPublishers'),
          policies: input.verbatim('CodeSigningPolicies') ?? {UntrustedArtifactOnDeployment: 'Warn'},
          modifiedMs: world.clock.now(),
        };
        configs.set(config.arn, config);
        world.state.tags.set(config.arn, input.textMap('Tags') ?? {});
        return json(201, {CodeSigningConfig: describe(config)});
      },
    },
    {
      name: 'ListCodeSigningConfigs',
      method: 'GET',
      uri: collection,
      run: ({request}) => {
        const page = takePage([...configs.values()].map(describe), request, 50);
        return json(200, {CodeSigningConfigs: page.items, NextMarker: page.NextMarker});
      },
    },
    {
      name: 'GetCodeSigningConfig',
      method: 'GET',
      uri: item,
      run: (call) => json(200, {CodeSigningConfig: describe(find(call))}),
    },
    {
      name: 'UpdateCodeSigningConfig',
      method: 'PUT',
      uri: item,
      run: (call) => {
        const input = Input.parse(call.request.body);
        const config = find(call);
        const changed = {
          ...config,
          description: input.text('Description') ?? config.description,
          allowedPublishers: input.verbatim('AllowedPublishers') ?? config.allowedPublishers,
          policies: input.verbatim('CodeSigningPolicies') ?? config.policies,
          modifiedMs: world.clock.now(),
        };
        configs.set(config.arn, changed);
        return json(200, {CodeSigningConfig: describe(changed)});
      },
    },
    {
      name: 'DeleteCodeSigningConfig',
      method: 'DELETE',
      uri: item,
      run: (call) => {
        const config = find(call);
        if (users(config).length > 0) {
          throw conflict(`Cannot delete the code signing configuration ${config.arn}: it is in use by functions.`);
        }
        configs.delete(config.arn);
        return noContent;
      },
    },
    {
      name: 'ListFunctionsByCodeSigningConfig',
      method: 'GET',
      uri: `${item}/functions`,
      run: (call) => {
        const page = takePage(users(find(call)), call.request, 50);
        return json(200, {
          FunctionArns: page.items.map(({name}) => functionArn(world, name)),
          NextMarker: page.NextMarker,
        });
      },
    },
    {
      name: 'PutFunctionCodeSigningConfig',
      method: 'PUT',
      uri: ofFunction,
      run: (call) => {
        const arn = Input.parse(call.request.body).text('CodeSigningConfigArn') ?? '';
        if (!configs.has(arn)) throw configNotFound(arn);
        const lambda = findFunction(world, functionTarget(world, call));
        lambda.codeSigningConfigArn = arn;
        return json(200, {CodeSigningConfigArn: arn, FunctionName: lambda.name});
      },
    },
    {
      name: 'GetFunctionCodeSigningConfig',
      method: 'GET',
      uri: ofFunction,
      run: (call) => {
        const {codeSigningConfigArn: arn, name} = findFunction(world, functionTarget(world, call));
        // Empty, not even the name, without one.
        return json(200, arn === undefined ? {} : {CodeSigningConfigArn: arn, FunctionName: name});
      },
    },
    {
      name: 'DeleteFunctionCodeSigningConfig',
      method: 'DELETE',
      uri: ofFunction,
      run: (call) => {
        findFunction(world, functionTarget(world, call)).codeSigningConfigArn = undefined;
        return noContent;
      },
    },
  ];
}

/** 404 of operations on functions that name a configuration which is not there. */
export function configNotFound(arn: string): Error {
  return failure(
    404,
    'CodeSigningConfigNotFoundException',
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
  );
}

function describe(config: CodeSigningConfig): Record<string, unknown> {
  return {
    CodeSigningConfigId: config.id,
    CodeSigningConfigArn: config.arn,
    Description: config.description,
    AllowedPublishers: config.allowedPublishers,
    CodeSigningPolicies: config.policies,
    LastModified: lambdaTime(config.modifiedMs),
  };
}
