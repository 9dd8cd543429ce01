import {runtimeOfHandler} from '../../ecr/image.js';
import type {ConcurrencyOf, InvocationRequest, RunnableVersion} from '../../invocation.js';
import {provisionedTotal} from '../concurrency/pool.js';
import {runtimeArn} from '../function/describe.js';
import {type FunctionTarget, functionArn} from '../function/function-target.js';
import {handlerOf} from '../function/image-config.js';
import {pending} from '../function/lifecycle.js';
import {findFunction, functionNotFound} from '../function/lookup.js';
import type {AliasState, LambdaFunction, ServedVersion} from '../state.js';
import type {LambdaWorld} from '../world.js';

export type RoutedInvocation = Pick<InvocationRequest, 'target' | 'alias' | 'resource' | 'invokedArn' | 'concurrency'>;

/**
 * What one invocation of `target` runs. A weighted alias draws anew for every invocation: no stickiness. During an update
 * of `$LATEST` the code and configuration from before still run. 404 for unknown names, 409 for what is not Active.
 */
export function routeInvocation(world: LambdaWorld, target: FunctionTarget): RoutedInvocation {
  const lambda = findFunction(world, target);
  const alias = target.qualifier === undefined ? undefined : lambda.aliases.get(target.qualifier);
  const version = alias
    ? drawVersion(world.propagation.route(lambda.name, alias, world.clock.now()))
    : (target.qualifier ?? '$LATEST');
  return {
    target: toRunnable(world, lambda, servedVersion(world, lambda, version, target)),
    ...(alias ? {alias: alias.name} : {}),
    resource: target.qualifier === undefined ? lambda.name : `${lambda.name}:${target.qualifier}`,
    invokedArn: functionArn(world, lambda.name, target.qualifier),
    concurrency: concurrencyOf(lambda, target.qualifier),
  };
}

function concurrencyOf(lambda: LambdaFunction, qualifier: string | undefined): ConcurrencyOf {
  const config = qualifier === undefined ? undefined : lambda.provisioned.get(qualifier);
  const ready = config?.status === 'READY' ? config.requested : 0;
  return {
    reserved: lambda.reservedConcurrency,
    provisioned: qualifier === undefined || ready === 0 ? undefined : {qualifier, ready},
    provisionedTotal: provisionedTotal(lambda),
  };
}

function drawVersion(alias: AliasState): string {
  const [additional] = Object.entries(alias.weights);
  return additional && Math.random() < additional[1] ? additional[0] : alias.functionVersion;
}

function servedVersion(
  world: LambdaWorld,
  lambda: LambdaFunction,
  version: string,
  target: FunctionTarget,
): ServedVersion {
  const found = version === '$LATEST' ? lambda.latest : lambda.versions.get(version);
  if (!found) throw functionNotFound(world, target.name, target.qualifier);
  if (found.state === 'Pending') throw pending(found);
  return version === '$LATEST' ? lambda.served : found;
}

function toRunnable(world: LambdaWorld, lambda: LambdaFunction, served: ServedVersion): RunnableVersion {
  const {settings, code, layers, environmentKey, version} = served;
  const {image} = code;
  const handler = image ? handlerOf(image, settings.verbatim.ImageConfig) : (settings.Handler ?? '');
  const runtime = image ? (runtimeOfHandler(handler, image.files) ?? '') : (settings.Runtime ?? '');
  return {
    functionName: lambda.name,
    version,
    functionArn: functionArn(world, lambda.name),
    handler,
    runtime,
    runtimeArn: runtimeArn(world, runtime),
    environment: {...image?.environment, ...settings.Environment?.Variables},
    ...(image && {imageLayers: image.layers}),
    timeoutSeconds: settings.Timeout,
    memoryMb: settings.MemorySize,
    revisionKey: environmentKey,
    zip: code.zip,
    layerZips: layers.map((layer) => layer.zip),
    logGroup: settings.LoggingConfig.LogGroup,
    logging: settings.LoggingConfig,
  };
}
