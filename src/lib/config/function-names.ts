import type {ReleaseFile} from './release-file.js';

type Functions = ReleaseFile['functions'];

/** The name on AWS of a function that is named as the release file calls it, or by that name itself. */
export function nameOnAws(named: string, functions: Functions | undefined): string {
  for (const [name, {key}] of functions ?? []) if (key === named) return name;
  return named;
}

/** How the file calls its functions, in its order. */
export function keysOf(functions: Functions | undefined): readonly string[] {
  return [...(functions ?? [])].map(([name, {key = name}]) => key);
}
