import type {Version} from '../model/version.js';
import type {ObservedFunction} from '../observe/function.js';
import type {ConfigurationChange, FunctionConfiguration} from '../ports/functions.js';
import {
  applyConfiguration,
  type EnvironmentMode,
  type FieldChange,
  planConfiguration,
  versionedDifferences,
} from './configuration.js';
import {INLINE_ZIP_BYTES, publishRefusals} from './publish-refusals.js';
import type {Planned} from './refusal.js';

/** What a release wants published. */
export interface PublishSpec {
  readonly functionName: string;
  readonly package: {
    /** base64 of SHA-256 over the zip. */
    readonly codeSha256: string;
    readonly zippedBytes: number;
    readonly unzippedBytes: number;
  };
  /** What is absent is not touched. */
  readonly configuration: ConfigurationChange;
  /** `merge` unless told otherwise. */
  readonly environmentMode?: EnvironmentMode;
  readonly architecture?: string;
  readonly artifacts?: {readonly bucket: string; readonly prefix: string};
  /** Whether a function that is not there may be created; its role is `configuration.role`. */
  readonly create: boolean;
  /** Text on the version, such as commit and subject; cut to AWS's 256 characters. */
  readonly versionDescription: string;
}

/** How the code gets to AWS. `none`: AWS has it already. */
export type CodeStep =
  | {readonly kind: 'none'}
  | {readonly kind: 'inline'}
  | {readonly kind: 's3'; readonly bucket: string; readonly prefix: string};

interface PlanBase {
  readonly functionName: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly previousVersion?: Version;
  readonly changes: readonly FieldChange[];
  /** `code`, `architecture` and the fields of `changes`; empty when only the version is missing. */
  readonly changedFields: readonly string[];
}

interface PlanWork extends PlanBase {
  readonly code: CodeStep;
  readonly architecture: string;
  readonly versionDescription: string;
}

/** A plan holds environment values: show it with toPublishPreview only. */
export type PublishPlan =
  /** The newest version is what is wanted: nothing is sent. */
  | (PlanBase & {readonly kind: 'nothing'; readonly newest: FunctionConfiguration})
  | (PlanWork & {
      readonly kind: 'update';
      readonly observed: FunctionConfiguration;
      readonly change: ConfigurationChange;
      /** `$LATEST` as it must be when it is published. */
      readonly expected: FunctionConfiguration;
    })
  | (PlanWork & {
      readonly kind: 'create';
      readonly configuration: ConfigurationChange & Readonly<Record<'role' | 'runtime' | 'handler', string>>;
    });

const LONGEST_DESCRIPTION = 256;

/** Which steps bring the function to a version of this package and configuration, or why it cannot be done. */
export function planPublish(spec: PublishSpec, observed: ObservedFunction): Planned<PublishPlan> {
  const [first, ...rest] = publishRefusals(spec, observed);
  if (first !== undefined) return {ok: false, refusals: [first, ...rest]};
  const {latest} = observed;
  return {ok: true, plan: latest === undefined ? planCreation(spec) : planUpdate(spec, observed, latest)};
}

function planCreation(spec: PublishSpec): PublishPlan {
  const {role = '', runtime = '', handler = ''} = spec.configuration;
  return {
    kind: 'create',
    ...baseOf(spec),
    code: codeStep(spec),
    architecture: spec.architecture ?? 'x86_64',
    versionDescription: spec.versionDescription.slice(0, LONGEST_DESCRIPTION),
    configuration: {...spec.configuration, role, runtime, handler},
    changes: [],
    changedFields: ['code'],
  };
}

function planUpdate(spec: PublishSpec, {newest}: ObservedFunction, latest: FunctionConfiguration): PublishPlan {
  const {change, changes} = planConfiguration(latest, spec.configuration, spec.environmentMode ?? 'merge');
  const architecture = spec.architecture ?? latest.architecture;
  const expected: FunctionConfiguration = {
    ...applyConfiguration(latest, change),
    codeSha256: spec.package.codeSha256,
    architecture,
  };
  const base = {...baseOf(spec), ...(newest !== undefined && {previousVersion: newest.version}), changes};
  // A failed update leaves it open which code $LATEST has, and is mended by the next one.
  const certain = latest.lastUpdateStatus !== 'Failed';
  const describes = change.description !== undefined;
  if (newest !== undefined && certain && !describes && versionedDifferences(expected, newest).length === 0) {
    return {kind: 'nothing', ...base, changes: [], changedFields: [], newest};
  }
  const sameCode = certain && latest.codeSha256 === spec.package.codeSha256 && latest.architecture === architecture;
  return {
    kind: 'update',
    ...base,
    code: sameCode ? {kind: 'none'} : codeStep(spec),
    architecture,
    versionDescription: spec.versionDescription.slice(0, LONGEST_DESCRIPTION),
    observed: latest,
    change,
    expected,
    changedFields: [
      ...(latest.codeSha256 === spec.package.codeSha256 ? [] : ['code']),
      ...(latest.architecture === architecture ? [] : ['architecture']),
      ...changes.map(({field}) => field),
    ],
  };
}

function baseOf(spec: PublishSpec) {
  return {
    functionName: spec.functionName,
    codeSha256: spec.package.codeSha256,
    zippedBytes: spec.package.zippedBytes,
  };
}

function codeStep({package: {zippedBytes}, artifacts}: PublishSpec): CodeStep {
  // publishRefusals has made sure that there is a bucket when one is needed.
  if (zippedBytes <= INLINE_ZIP_BYTES || artifacts === undefined) return {kind: 'inline'};
  return {kind: 's3', ...artifacts};
}
