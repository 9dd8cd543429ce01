import {invalid, invalidUntyped} from '../failure.js';
import {isVersionNumber} from '../function/function-target.js';
import {functionNotFound} from '../function/lookup.js';
import type {Input} from '../input.js';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import type {Violations} from '../violations.js';
import type {LambdaWorld} from '../world.js';

const weightConstraint =
  'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]';
const keyConstraint =
  'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]';

/** AdditionalVersionWeights of a request: undefined = not named (keep), `{}` = cleared. Adds constraint violations. */
export function readWeights(input: Input, violations: Violations): Record<string, number> | undefined {
  const routing = input.record('RoutingConfig');
  if (!routing) return undefined;
  const weights = routing.numberMap('AdditionalVersionWeights') ?? {};
  const path = 'routingConfig.additionalVersionWeights';
  const shown = Object.fromEntries(Object.entries(weights).map(([key, weight]) => [key, javaDouble(weight)]));
  if (!Object.values(weights).every((weight) => weight >= 0 && weight <= 1)) {
    violations.add(shown, path, weightConstraint);
  }
  if (!Object.keys(weights).every(isVersionNumber)) violations.add(shown, path, keyConstraint);
  return weights;
}

/** Everything AWS refuses about where an alias would point. `weights` as they would be after the write. */
export function checkRouting(
  world: LambdaWorld,
  name: string,
  functionVersion: string,
  weights: Readonly<Record<string, number>>,
): LambdaFunction {
  const additional = Object.keys(weights);
  if (additional.length > 1) {
    throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  if (functionVersion === '$LATEST' && additional.length > 0) {
    throw invalidUntyped('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  const lambda = world.state.functions.get(name);
  if (!lambda) throw functionNotFound(world, name, functionVersion);
  const primary = requireVersion(world, lambda, functionVersion);
  for (const version of additional) {
    if (version === functionVersion) {
      throw invalid(
        `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
      );
    }
    checkPair(primary, requireVersion(world, lambda, version));
  }
  return lambda;
}

function requireVersion(world: LambdaWorld, lambda: LambdaFunction, version: string): FunctionVersion {
  const found = version === '$LATEST' ? lambda.latest : lambda.versions.get(version);
  if (!found) throw functionNotFound(world, lambda.name, version);
  return found;
}

// The documented rule for two versions behind one alias: same execution role, same dead-letter configuration.
function checkPair(primary: FunctionVersion, additional: FunctionVersion): void {
  if (primary.settings.Role !== additional.settings.Role) {
    throw invalid('Specified versions must be associated with the same execution role');
  }
  if (primary.settings.DeadLetterConfig?.TargetArn !== additional.settings.DeadLetterConfig?.TargetArn) {
    throw invalid('Specified versions must have the same dead letter queue configuration');
  }
}

function javaDouble(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
