import path from 'node:path';
import {releaseFileInvalid} from '../problem/release-file-invalid.js';
import {shownPath} from '../problem/shown-path.js';
import {readYaml} from '../read-yaml.js';
import {environmentUnknown} from './environment-error.js';
import type {EnvironmentPlace} from './environment-schema.js';
import {isMapping} from './overlay.js';
import {readPlaces} from './read-variants.js';
import {variantsOf} from './variants.js';

/** What has to be known of a release file before a command begins, whatever else may be wrong with the file. */
export interface Glance {
  /** How messages name the file. */
  readonly file: string;
  readonly environments: readonly string[];
  /** Of the environment that was named. */
  readonly place?: EnvironmentPlace;
  /** Names on AWS by how the file calls its functions; none while an environment would have to be named. */
  readonly functionNames: ReadonlyMap<string, string>;
  /** The alias that the file releases to, if it says one. */
  readonly alias?: string;
}

/**
 * Reads of a release file where its environment is and how its functions are called, and judges nothing else. Throws UsageError for
 * what is no YAML, for an environment that is not there, and for a place that is none.
 */
export function glanceAt(text: string, filePath: string, environmentName: string | undefined): Glance {
  const file = shownPath(path.resolve(filePath));
  const yaml = readYaml(text);
  if (!('values' in yaml)) throw releaseFileInvalid(yaml.problems, path.resolve(filePath));
  const {values} = yaml;
  const written = isMapping(values) && isMapping(values.environments) ? values.environments : {};
  const environments = Object.keys(written);
  if (environmentName !== undefined && !environments.includes(environmentName)) {
    throw environmentUnknown(environmentName, {file, names: environments});
  }
  const hasSome = isMapping(values) && Object.hasOwn(values, 'environments');
  if (environmentName === undefined) return {file, environments, ...(hasSome ? NOTHING : namesIn(values))};
  // The other environments may be broken.
  const alone = {environments: {[environmentName]: written[environmentName]}};
  const read = readPlaces({...yaml, values: alone});
  const [place] = read.environments;
  if (place === undefined) throw releaseFileInvalid(read.problems, path.resolve(filePath));
  const variant = variantsOf(values).find(({environment}) => environment === environmentName);
  return {file, environments, place, ...namesIn(variant?.values)};
}

const NOTHING = {functionNames: new Map<string, string>()};

function namesIn(values: unknown): Pick<Glance, 'functionNames' | 'alias'> {
  if (!isMapping(values)) return NOTHING;
  const functions = isMapping(values.functions) ? Object.entries(values.functions) : [];
  const names = functions.map(([key, settings]) => {
    const name = isMapping(settings) ? settings.name : undefined;
    return [key, typeof name === 'string' ? name : key] as const;
  });
  const alias = isMapping(values.rollout) ? values.rollout.alias : undefined;
  return {functionNames: new Map(names), ...(typeof alias === 'string' && {alias})};
}
