import {satisfies, valid, validRange} from '@renovatebot/pep440';
import {normalizeName} from '../requirement.js';
import {type Marker, type MarkerValue, parseMarker} from './marker.js';

/** Where a function's Python runs, as far as it is known. */
export interface PythonPlatform {
  /** `3.13`, of which Lambda changes the patch. */
  readonly python?: string | undefined;
  /** As Lambda calls it: `x86_64` or `arm64`. */
  readonly architecture?: string | undefined;
}

/** Whether a marker holds; where that cannot be told, the variables that stand in the way. */
export type MarkerJudgement = boolean | {readonly unknown: ReadonlySet<string>};

/** The same for all of Lambda's own Pythons (PEP 508, "Environment Markers"). */
const LAMBDA: Readonly<Record<string, string>> = {
  os_name: 'posix',
  sys_platform: 'linux',
  platform_system: 'Linux',
  platform_python_implementation: 'CPython',
  implementation_name: 'cpython',
};
const MACHINES: Readonly<Record<string, string>> = {x86_64: 'x86_64', arm64: 'aarch64'};
/** Variables that hold a version with its patch. */
const PATCHED = new Set(['python_full_version', 'implementation_version']);
/** No patch of a Python has a number like this. */
const LAST_PATCH = 999;

/**
 * Judges a marker as pip does, for an extra that is asked for or none. What depends on the patch of Python is decided where every patch
 * gives the same, and what is not known does not matter where the rest of the marker decides.
 */
export function judgeMarker(text: string, platform: PythonPlatform, extra = ''): MarkerJudgement {
  const marker = parseMarker(text);
  return marker === undefined ? {unknown: new Set(['what it means'])} : judge(marker, platform, extra);
}

/** Whether a marker depends on nothing but the patch of a Python that is known. */
export function isPatchAlone({unknown}: Exclude<MarkerJudgement, boolean>, {python}: PythonPlatform): boolean {
  return python !== undefined && [...unknown].every((variable) => PATCHED.has(variable));
}

function judge(marker: Marker, platform: PythonPlatform, extra: string): MarkerJudgement {
  if (marker.kind === 'compare') return compare(marker, platform, extra);
  const [left, right] = marker.sides.map((side) => judge(side, platform, extra)) as [MarkerJudgement, MarkerJudgement];
  const decisive = marker.kind === 'or';
  if (left === decisive || right === decisive) return decisive;
  if (typeof left === 'boolean') return right;
  return typeof right === 'boolean' ? left : {unknown: new Set([...left.unknown, ...right.unknown])};
}

type Comparison = Extract<Marker, {readonly kind: 'compare'}>;

function compare({left, operator, right}: Comparison, platform: PythonPlatform, extra: string): MarkerJudgement {
  const isExtra = [left, right].some((value) => 'variable' in value && value.variable === 'extra');
  const isVersion = [left, right].some((value) => 'variable' in value && /version$/.test(value.variable));
  const lefts = valuesOf(left, right, platform, extra);
  const rights = valuesOf(right, left, platform, extra);
  if (lefts === undefined || rights === undefined) return {unknown: new Set([left, right].flatMap(variableOf))};
  const answers = new Set(
    lefts.flatMap((one) =>
      rights.map((other) =>
        isExtra
          ? compareTexts(normalizeName(one), operator, normalizeName(other))
          : isVersion
            ? compareVersions(one, operator, other)
            : compareTexts(one, operator, other),
      ),
    ),
  );
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only : {unknown: new Set([left, right].flatMap(variableOf))};
}

function variableOf(value: MarkerValue): string[] {
  return 'variable' in value && value.variable !== 'extra' ? [value.variable] : [];
}

/** All that a value may be; `undefined` when that is not known. */
function valuesOf(
  value: MarkerValue,
  beside: MarkerValue,
  {python, architecture}: PythonPlatform,
  extra: string,
): readonly string[] | undefined {
  if ('text' in value) return [value.text];
  const {variable} = value;
  if (variable === 'extra') return [extra];
  const fixed = LAMBDA[variable] ?? (variable === 'platform_machine' ? MACHINES[architecture ?? ''] : undefined);
  if (fixed !== undefined) return [fixed];
  if (variable === 'python_version') return python === undefined ? undefined : [python];
  if (PATCHED.has(variable) && python !== undefined && 'text' in beside) return patchesOf(python, beside.text);
  return undefined;
}

/** Patches of a Python between which a comparison with a text may turn. */
function patchesOf(python: string, text: string): readonly string[] {
  const named = [...text.matchAll(/(\d+\.\d+)\.(\d+)/g)].flatMap(([, minor, patch]) =>
    minor === python ? [Number(patch)] : [],
  );
  const patches = named.flatMap((patch) => [patch - 1, patch, patch + 1]).filter((patch) => patch >= 0);
  return [...new Set([0, ...patches, LAST_PATCH])].map((patch) => `${python}.${patch}`);
}

function compareVersions(left: string, operator: string, right: string): boolean {
  const range = `${operator}${right}`;
  if (operator === '===' || valid(left) === null || !validRange(range)) return compareTexts(left, operator, right);
  return satisfies(left, range, {prereleases: true});
}

function compareTexts(left: string, operator: string, right: string): boolean {
  switch (operator) {
    case 'in':
      return right.includes(left);
    case 'not in':
      return !right.includes(left);
    case '==':
    case '===':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return false;
  }
}
