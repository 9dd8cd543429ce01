type Path = readonly string[];

/**
 * What an environment makes of a setting: mappings are merged key by key, lists and single values are replaced whole, and an
 * empty value (null) takes away what stands above. Only a tag that is empty is a value of its own: it takes the tag off the function.
 */
export function overlaid(base: unknown, over: unknown, path: Path = []): unknown {
  if (!isMapping(over)) return over;
  const own = isMapping(base) ? base : {};
  const kept = Object.entries(own).filter(([key]) => !Object.hasOwn(over, key));
  const laid = Object.entries(over)
    .filter(([, value]) => value !== null || isTags(path))
    .map(([key, value]) => [key, overlaid(own[key], value, [...path, key])] as const);
  return Object.fromEntries([...kept, ...laid]);
}

// `$${environment}` is the text `${environment}` itself, as it is with other references.
const NAME = /(\$?)\$\{environment\}/g;

/** A value with the environment's name in every text where `${environment}` stands; keys are left as they are. */
export function withName(value: unknown, name: string): unknown {
  if (typeof value === 'string') {
    return value.replace(NAME, (whole, dollar: string) => (dollar === '' ? name : whole.slice(1)));
  }
  if (Array.isArray(value)) return value.map((each) => withName(each, name));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withName(each, name)]));
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTags(path: Path): boolean {
  return path.length === 3 && path[0] === 'functions' && path[2] === 'tags';
}
