import {isSameCode} from '../../model/versions/content-note.js';
import type {VersionChange} from '../../model/versions/version-change.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';

/** Fields that name a version or tell its state: two versions always differ in them, or they are no part of a version. */
type Identity =
  | 'functionName'
  | 'arn'
  | 'version'
  | 'revisionId'
  | 'state'
  | 'stateReason'
  | 'lastUpdateStatus'
  | 'lastUpdateReason'
  | 'lastModified'
  | 'modifiedMs'
  | 'reservedConcurrency';

/**
 * Fields that are compared in a way of their own. The description is where a version came from, not what it does; sizes of
 * layers follow from the layers; the log group is part of logging; the key of the environment and what makes a function of another kind are
 * among the other settings.
 */
type Special =
  | 'description'
  | 'layerZippedBytes'
  | 'environment'
  | 'environmentUnreadable'
  | 'logGroup'
  | 'sourceKmsKeyArn'
  | 'codeInS3'
  | 'imageUri'
  | 'kmsKeyArn'
  | 'capacityProviderArn'
  | 'tenantIsolation'
  | 'takesSnapshots'
  | 'isDurable'
  | 'signature'
  | 'otherSettings';

/** Every other field, in the words of the release file and in the order they are shown. The compiler misses none. */
const WORDS: Readonly<Record<Exclude<keyof FunctionConfiguration, Identity | Special>, string>> = {
  codeSha256: 'code',
  zippedBytes: 'zippedBytes',
  packageType: 'packageType',
  imageDigest: 'image',
  runtime: 'runtime',
  handler: 'handler',
  architecture: 'architecture',
  memoryMb: 'memory',
  timeoutSeconds: 'timeout',
  ephemeralStorageMb: 'ephemeralStorage',
  role: 'role',
  layers: 'layers',
  deadLetterTargetArn: 'deadLetterTarget',
  tracingMode: 'tracing',
  vpc: 'vpc',
  fileSystems: 'fileSystems',
  logging: 'logging',
  imageConfig: 'imageConfig',
};

const CODE_FIELDS: ReadonlySet<keyof typeof WORDS> = new Set(['codeSha256', 'zippedBytes'] as const);

/** What changes from one version to the other, field by field. Values of the environment are not in the result. */
export function diffVersions(
  from: FunctionConfiguration,
  to: FunctionConfiguration,
  sameContent = false,
): readonly VersionChange[] {
  const changes: VersionChange[] = [];
  const sameCode = sameContent || isSameCode(from, to);
  // Of images the digest says the same, and more plainly.
  const areImages = from.imageDigest !== undefined && to.imageDigest !== undefined;
  for (const [key, field] of Object.entries(WORDS) as [keyof typeof WORDS, string][]) {
    // Zips of the same content differ, perhaps, in how they are packed.
    if ((sameCode || areImages) && CODE_FIELDS.has(key)) continue;
    const [before, after] = [toText(from[key]), toText(to[key])];
    if (before !== after) changes.push({field, from: before, to: after});
  }
  const environment = diffEnvironment(from, to);
  if (environment) changes.push(environment);
  const told = new Set(changes.map(({field}) => field));
  const others = diffOtherSettings(from.otherSettings, to.otherSettings).filter(({field}) => !told.has(field));
  return [...changes, ...others];
}

function diffEnvironment(from: FunctionConfiguration, to: FunctionConfiguration): VersionChange | undefined {
  if (from.environmentUnreadable !== undefined || to.environmentUnreadable !== undefined) {
    const [before, after] = [readability(from), readability(to)];
    return before === after ? undefined : {field: 'environment', from: before, to: after};
  }
  const [before, after] = [from.environment, to.environment];
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.keys(after).filter((name) => Object.hasOwn(before, name) && before[name] !== after[name]);
  if (added.length + removed.length + changed.length === 0) return undefined;
  return {field: 'environment', added: added.sort(), changed: changed.sort(), removed: removed.sort()};
}

function readability({environmentUnreadable}: FunctionConfiguration): string {
  return environmentUnreadable === undefined ? 'readable' : `AWS cannot read it (${environmentUnreadable})`;
}

/** The settings that are kept as one JSON text, each by its name in it. */
function diffOtherSettings(from = '{}', to = '{}'): readonly VersionChange[] {
  if (from === to) return [];
  const [before, after] = [JSON.parse(from), JSON.parse(to)] as Readonly<Record<string, unknown>>[];
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].flatMap((field) => {
    const [was, is] = [JSON.stringify(before?.[field]) ?? '', JSON.stringify(after?.[field]) ?? ''];
    return was === is ? [] : [{field, from: was, to: is}];
  });
}

function toText(value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
