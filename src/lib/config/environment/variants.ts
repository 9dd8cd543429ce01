import {PLACE_KEYS} from './environment-schema.js';
import {isMapping, overlaid, withName} from './overlay.js';

type Path = readonly PropertyKey[];

/** The release file as one of its environments has it, or as it is written when it has none. */
export interface Variant {
  /** Absent for a file without environments. */
  readonly environment?: string;
  /** As the schema takes them: without `environments`. */
  readonly values: unknown;
  /** Where in the file a setting of `values` is written. */
  writtenAt(path: Path): Path;
}

/** The variants in what a file says; an environment that is no mapping has none. */
export function variantsOf(values: unknown): readonly Variant[] {
  if (!isMapping(values) || !Object.hasOwn(values, 'environments')) return [{values, writtenAt: (path) => path}];
  const {environments, ...base} = values;
  if (!isMapping(environments)) return [];
  return Object.entries(environments).flatMap(([name, written]) => {
    // An environment that says nothing may be written as nothing.
    const over = written ?? {};
    if (!isMapping(over)) return [];
    const overrides = Object.fromEntries(Object.entries(over).filter(([key]) => !PLACE_KEYS.has(key)));
    return [
      {
        environment: name,
        values: withName(overlaid(base, overrides), name),
        writtenAt: (path: Path) => (isWrittenIn(overrides, base, path) ? ['environments', name, ...path] : path),
      },
    ];
  });
}

/** Whether the environment has the setting; of one that is nowhere, whether only the environment has what it would be in. */
function isWrittenIn(overrides: unknown, base: unknown, path: Path): boolean {
  const depth = depthOf(overrides, path);
  return depth > 0 && (depth === path.length || depth > depthOf(base, path));
}

function depthOf(value: unknown, path: Path): number {
  let node = value;
  let depth = 0;
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return depth;
    node = Reflect.get(node, key);
    depth += 1;
  }
  return depth;
}
