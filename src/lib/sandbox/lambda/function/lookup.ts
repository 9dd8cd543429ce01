import {notFound} from '../failure.js';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import type {LambdaWorld} from '../world.js';
import {type FunctionTarget, functionArn, isAliasName} from './function-target.js';

/** The function, or 404 naming the ARN as it was asked for. */
export function findFunction(world: LambdaWorld, target: FunctionTarget): LambdaFunction {
  const found = world.state.functions.get(target.name);
  if (!found) throw functionNotFound(world, target.name, target.qualifier);
  return found;
}

export function functionNotFound(world: LambdaWorld, name: string, qualifier?: string): Error {
  return notFound(`Function not found: ${functionArn(world, name, qualifier)}`);
}

/** `$LATEST`, a published version, or the primary version of an alias: what GetFunction shows for a qualifier. */
export function findVersion(world: LambdaWorld, target: FunctionTarget): FunctionVersion {
  const found = findFunction(world, target);
  const version = versionOf(found, target.qualifier ?? '$LATEST');
  if (!version) throw functionNotFound(world, target.name, target.qualifier);
  return version;
}

/** The version behind a qualifier, following an alias to its primary version. */
export function versionOf(lambda: LambdaFunction, qualifier: string): FunctionVersion | undefined {
  const alias = lambda.aliases.get(qualifier);
  const version = alias ? alias.functionVersion : qualifier;
  return version === '$LATEST' ? lambda.latest : lambda.versions.get(version);
}

/** Refuses a qualifier that names nothing, in the words of operations that want an alias or a published version. */
export function requireQualifier(world: LambdaWorld, name: string, qualifier: string): LambdaFunction {
  const lambda = world.state.functions.get(name);
  if (lambda && (lambda.aliases.has(qualifier) || lambda.versions.has(qualifier))) return lambda;
  if (isAliasName(qualifier)) throw notFound(`Cannot find alias arn: ${functionArn(world, name, qualifier)}`);
  throw functionNotFound(world, name, qualifier);
}
