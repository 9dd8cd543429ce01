import {describeIssue, type ReleaseProblem, toProblems} from '../problem/release-problem.js';
import type {ReadableYaml} from '../read-yaml.js';
import {type ReleaseInput, releaseSchema} from '../release-schema.js';
import {type EnvironmentPlace, environmentsSchema, toPlace} from './environment-schema.js';
import {isMapping, withName} from './overlay.js';
import {variantsOf} from './variants.js';

/** What a release file says in each of its environments. */
interface ReadVariants {
  /** Without what is nowhere valid. `undefined` is the key of a file without environments. */
  readonly variants: ReadonlyMap<string | undefined, ReleaseInput>;
  /** In the order of the file. */
  readonly environments: readonly EnvironmentPlace[];
  /** Of every environment; what they have in common is told once. */
  readonly problems: readonly ReleaseProblem[];
}

/** Judges a release file as every environment has it. */
export function readVariants({values, document, lines}: ReadableYaml): ReadVariants {
  const {environments, problems} = readPlaces({values, document, lines});
  const variants = new Map<string | undefined, ReleaseInput>();
  const found = new Map(problems.map((problem) => [keyOf(problem), problem]));
  for (const {environment, values: ofEnvironment, writtenAt} of variantsOf(values)) {
    const parsed = releaseSchema.safeParse(ofEnvironment, {error: describeIssue});
    if (parsed.success) variants.set(environment, parsed.data);
    for (const issue of parsed.error?.issues ?? []) {
      for (const problem of toProblems(issue, {document, lines, writtenAt})) found.set(keyOf(problem), problem);
    }
  }
  return {variants, environments, problems: [...found.values()]};
}

/** The places of the environments alone, whatever else the file may say. */
export function readPlaces({
  values,
  document,
  lines,
}: Omit<ReadableYaml, 'problems'>): Pick<ReadVariants, 'environments' | 'problems'> {
  if (!isMapping(values) || !Object.hasOwn(values, 'environments')) return {environments: [], problems: []};
  const written = values.environments;
  const named = isMapping(written)
    ? Object.fromEntries(Object.entries(written).map(([name, each]) => [name, withName(each ?? {}, name)]))
    : written;
  const parsed = environmentsSchema.safeParse(named, {error: describeIssue});
  if (parsed.success) {
    return {environments: Object.entries(parsed.data).map(([name, each]) => toPlace(name, each)), problems: []};
  }
  const writtenAt = (path: readonly PropertyKey[]) => ['environments', ...path];
  return {
    environments: [],
    problems: parsed.error.issues.flatMap((issue) => toProblems(issue, {document, lines, writtenAt})),
  };
}

function keyOf({path, message, line, column}: ReleaseProblem): string {
  return [path, line, column, message].join('\n');
}
