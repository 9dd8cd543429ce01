import {invalid, notFound} from '../failure.js';
import {functionArn, functionTarget} from '../function/function-target.js';
import {versionOf} from '../function/lookup.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import type {EventInvokeConfig, LambdaFunction} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {type Destinations, readDestinations} from './destinations.js';

const uri = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
// Of a version or an alias that is not there too; reading and deleting say it in their own words.
const noFunction = "The function doesn't exist.";

/** How asynchronous events are retried, per function, version or alias. */
export function eventInvokeOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'PutFunctionEventInvokeConfig',
      method: 'PUT',
      uri,
      // Put removes what it does not name, Update keeps it.
      run: (call) => write(world, call, false),
    },
    {name: 'UpdateFunctionEventInvokeConfig', method: 'POST', uri, run: (call) => write(world, call, true)},
    {
      name: 'GetFunctionEventInvokeConfig',
      method: 'GET',
      uri,
      run: (call) => {
        const {lambda, qualifier, config} = existing(world, call);
        return json(200, describeConfig(world, lambda.name, qualifier, config));
      },
    },
    {
      name: 'DeleteFunctionEventInvokeConfig',
      method: 'DELETE',
      uri,
      run: (call) => {
        const {lambda, qualifier} = existing(world, call);
        lambda.eventInvoke.delete(qualifier);
        return noContent;
      },
    },
    {
      name: 'ListFunctionEventInvokeConfigs',
      method: 'GET',
      uri: `${uri}/list`,
      run: (call) => {
        const lambda = world.state.functions.get(functionTarget(world, call).name);
        if (!lambda) throw notFound(noFunction);
        const page = takePage([...lambda.eventInvoke], call.request, 50);
        const configs = page.items.map(([qualifier, config]) => describeConfig(world, lambda.name, qualifier, config));
        return json(200, {FunctionEventInvokeConfigs: configs, NextMarker: page.NextMarker});
      },
    },
  ];
}

function write(world: LambdaWorld, call: LambdaCall, keep: boolean) {
  const input = Input.parse(call.request.body);
  const attempts = input.number('MaximumRetryAttempts');
  const age = input.number('MaximumEventAgeInSeconds');
  const violations = new Violations();
  violations.range(attempts, 'maximumRetryAttempts', 0, 2);
  violations.range(age, 'maximumEventAgeInSeconds', 60, 21_600);
  violations.throwIfAny();
  if (attempts === undefined && age === undefined && !input.has('DestinationConfig')) {
    throw invalid('You must specify at least one of error handling or destination setting.');
  }
  const {name, qualifier = '$LATEST'} = functionTarget(world, call);
  const lambda = world.state.functions.get(name);
  if (!lambda || !versionOf(lambda, qualifier)) throw notFound(noFunction);
  const before = keep ? existing(world, call).config : undefined;
  const given = input.record('DestinationConfig');
  const config: EventInvokeConfig = {
    maximumRetryAttempts: attempts ?? before?.maximumRetryAttempts,
    maximumEventAgeSeconds: age ?? before?.maximumEventAgeSeconds,
    destinations: given ? readDestinations(world, name, given) : (before?.destinations ?? noDestinations),
    lastModifiedMs: world.clock.now(),
  };
  lambda.eventInvoke.set(qualifier, config);
  return json(200, describeConfig(world, name, qualifier, config));
}

const noDestinations: Destinations = {onSuccess: undefined, onFailure: undefined};

function existing(
  world: LambdaWorld,
  call: LambdaCall,
): {lambda: LambdaFunction; qualifier: string; config: EventInvokeConfig} {
  const {name, qualifier = '$LATEST'} = functionTarget(world, call);
  const lambda = world.state.functions.get(name);
  const config = lambda?.eventInvoke.get(qualifier);
  if (!lambda || !config) {
    throw notFound(`The function ${functionArn(world, name, qualifier)} doesn't have an EventInvokeConfig`);
  }
  return {lambda, qualifier, config};
}

function describeConfig(
  world: LambdaWorld,
  name: string,
  qualifier: string,
  config: EventInvokeConfig,
): Record<string, unknown> {
  return {
    FunctionArn: functionArn(world, name, qualifier),
    LastModified: config.lastModifiedMs / 1000,
    MaximumRetryAttempts: config.maximumRetryAttempts,
    MaximumEventAgeInSeconds: config.maximumEventAgeSeconds,
    DestinationConfig: {
      OnSuccess: {Destination: config.destinations.onSuccess},
      OnFailure: {Destination: config.destinations.onFailure},
    },
  };
}
