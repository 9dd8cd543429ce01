import {formatDuration} from '../../model/duration.js';
import {formatSteps} from '../../model/rollout/step.js';
import {locate, positionAt} from '../problem/yaml-position.js';
import {readYaml} from '../read-yaml.js';
import {ROLLOUT_DEFAULTS, toAnalysisSettings} from '../rollout-defaults.js';
import {PLACE_KEYS} from './environment-schema.js';
import {isMapping, withName} from './overlay.js';
import {variantsOf} from './variants.js';

/** A setting as its author writes it, by its path in the file: `rollout.steps`. */
export interface WrittenSetting {
  readonly path: string;
  /** Absent for what is secret. */
  readonly value?: unknown;
  /** 1-based. */
  readonly line: number;
  /** Written for this environment alone, and not above. */
  readonly environment?: string;
}

type Path = readonly string[];

/** Every setting of a release file that can be read, as the environment has it; `environment` must be one of it. */
export function writtenSettings(text: string, environment: string | undefined): readonly WrittenSetting[] {
  const yaml = readYaml(text);
  if (!('values' in yaml)) return [];
  const {document, lines, values} = yaml;
  const variant = variantsOf(values).find((each) => each.environment === environment);
  const lineOf = (at: readonly PropertyKey[]) => positionAt(lines, locate(document, at, 'key')).line;
  const settings = leaves(variant?.values).map(([path, value]) => {
    const at = variant?.writtenAt(path) ?? path;
    return {
      path: path.join('.'),
      ...(!isSecret(path) && {value}),
      line: lineOf(at),
      ...(at[0] === 'environments' && environment !== undefined && {environment}),
    };
  });
  return [...placeOf(values, environment, lineOf), ...settings];
}

/** What stands for a setting that nobody has said. */
export function defaultSettings(): readonly {readonly path: string; readonly value: unknown}[] {
  const {alias, steps, watchMs, onInconclusive, onInterrupt, promoteEarly} = ROLLOUT_DEFAULTS;
  const {alpha, tolerate, settleMs, minInvocations} = toAnalysisSettings({});
  return [
    {path: 'rollout.alias', value: alias},
    {path: 'rollout.steps', value: formatSteps(steps)},
    {path: 'rollout.watch', value: formatDuration(watchMs)},
    {path: 'rollout.onInconclusive', value: onInconclusive},
    {path: 'rollout.onInterrupt', value: onInterrupt},
    {path: 'rollout.promoteEarly', value: promoteEarly},
    {path: 'rollout.analysis.alpha', value: percent(alpha)},
    {path: 'rollout.analysis.tolerate.ratio', value: tolerate.ratio},
    {path: 'rollout.analysis.tolerate.plus', value: percent(tolerate.plus)},
    {path: 'rollout.analysis.settle', value: formatDuration(settleMs)},
    {path: 'rollout.analysis.minInvocations', value: minInvocations},
  ];
}

/** Values of environments are secret, and so are addresses that let anybody in who knows them. */
function isSecret(path: Path): boolean {
  const [section, , setting] = path;
  return (section === 'functions' && setting === 'environment' && path.length > 3) || path.at(-1) === 'webhook';
}

function placeOf(
  values: unknown,
  environment: string | undefined,
  lineOf: (at: readonly PropertyKey[]) => number,
): readonly WrittenSetting[] {
  if (environment === undefined || !isMapping(values) || !isMapping(values.environments)) return [];
  const written = values.environments[environment];
  if (!isMapping(written)) return [];
  const place = Object.entries(written).filter(([key]) => PLACE_KEYS.has(key));
  return place.map(([path, value]) => ({
    path,
    value: withName(value, environment),
    line: lineOf(['environments', environment, path]),
    environment,
  }));
}

/** Mappings are opened, lists are not: they are replaced whole. */
function leaves(value: unknown, path: Path = []): readonly (readonly [Path, unknown])[] {
  if (isMapping(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, each]) => leaves(each, [...path, key]));
  }
  return value === undefined || path.length === 0 ? [] : [[path, value]];
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(6))}%`;
}
