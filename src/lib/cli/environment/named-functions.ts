import {environmentMissing} from '../../config/environment/environment-error.js';
import type {Glance} from '../../config/environment/glance.js';
import {ROLLOUT_DEFAULTS} from '../../config/rollout-defaults.js';
import type {UsageError} from '../../errors.js';

/** Arguments that name functions are called so in every command. */
const NAMING = ['alias', 'function'] as const;

/** Whether the first argument of a command names a function, and nothing but its place tells it from the others. */
export function namesFunction(args: Readonly<Record<string, unknown>>): boolean {
  const [first] = Object.keys(args);
  return NAMING.some((name) => name === first);
}

/** The word for the only function of the release file; nothing when there are more, or none. */
export function onlyFunction(args: Readonly<Record<string, unknown>>, glance: Glance | undefined): string | undefined {
  const [name, another] = [...(glance?.functionNames.values() ?? [])];
  if (name === undefined || another !== undefined) return undefined;
  return 'alias' in args ? `${name}:${glance?.alias ?? ROLLOUT_DEFAULTS.alias}` : name;
}

/** The error for a file whose functions are not known because none of its environments is named; nothing for any other file. */
export function noneNamed({file, environments, place}: Glance): UsageError | undefined {
  return environments.length > 0 && !place ? environmentMissing({file, names: environments}) : undefined;
}

/** The arguments of a command, with functions by their names on AWS where they were named as the release file calls them. */
export function withNamesOnAws<Args extends object>(args: Args, {functionNames}: Glance): Args {
  const named = Object.entries(args).map(([name, value]) => [
    name,
    isNaming(name) ? onAws(value, functionNames) : value,
  ]);
  return Object.fromEntries(named) as Args;
}

function isNaming(name: string): boolean {
  return NAMING.some((each) => each === name);
}

function onAws(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => onAws(each, names));
  if (typeof value !== 'object' || value === null || !('functionName' in value)) return value;
  return {...value, functionName: onAws(value.functionName, names)};
}
