import {layerArnBeside} from '../../model/layer/arn.js';
import type {Version} from '../../model/versions/version.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import type {ObservedLayer} from '../../observe/publish/layer.js';
import type {ConfigurationChange, FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {CodeSigningConfiguration} from '../../ports/signing.js';
import type {Planned} from '../refusal.js';
import {type CodeSize, codeSize} from './code-size.js';
import {type CodeStep, sendStep} from './code-step.js';
import {
  applyConfiguration,
  type FieldChange,
  isSameStoredCode,
  planConfiguration,
  versionedDifferences,
} from './configuration.js';
import {referenceRefusals} from './function-refusals.js';
import {type LayerStep, planLayer, withLayer} from './layer.js';
import {publishRefusals} from './refusals.js';
import {isSignedAs, type SigningStep} from './signing.js';
import type {ImageCode, PublishSpec} from './spec.js';

interface PlanBase {
  readonly functionName: string;
  readonly contentDigest: string;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly previousVersion?: Version;
  /** Absent for an image, which has another limit. */
  readonly size?: CodeSize;
  readonly image?: ImageCode;
  /** Who has signed the code, or is to. */
  readonly signing?: SigningStep;
  /** What the function demands of signatures; absent when it demands nothing, and when nothing is sent. */
  readonly codeSigning?: CodeSigningConfiguration;
  /** Comes before everything else. */
  readonly layer?: LayerStep;
  readonly changes: readonly FieldChange[];
  /** `code`, `architecture` and the fields of `changes`; empty when only the version is missing. */
  readonly changedFields: readonly string[];
}

/** What AWS has of a function, and of its layer when it is to have one of ours. */
export interface ObservedPublish extends ObservedFunction {
  readonly layer?: ObservedLayer;
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
      readonly configuration: ConfigurationChange & Readonly<Record<'role', string>>;
    });

/** A plan without what is the same for all kinds. */
type Steps<Plan> = Plan extends unknown
  ? Omit<
      Plan,
      | 'functionName'
      | 'contentDigest'
      | 'codeSha256'
      | 'zippedBytes'
      | 'size'
      | 'image'
      | 'signing'
      | 'codeSigning'
      | 'layer'
    >
  : never;

/** Which steps bring the function to a version of this package and configuration, or why it cannot be done. */
export function planPublish(asked: PublishSpec, observed: ObservedPublish): Planned<PublishPlan> {
  const {latest} = observed;
  const layer = asked.layer && planLayer(asked.layer, observed.layer ?? {}, asked);
  const spec = layer ? {...asked, configuration: configurationWith(layer, asked, observed)} : asked;
  const [first, ...rest] = publishRefusals(spec, observed);
  if (first !== undefined) return {ok: false, refusals: [first, ...rest]};
  const attached = (spec.configuration.layers ?? latest?.layers ?? []).filter((arn) => arn !== layer?.arn);
  const base = {
    functionName: spec.functionName,
    contentDigest: spec.package.contentDigest,
    codeSha256: spec.package.codeSha256,
    zippedBytes: spec.package.zippedBytes,
    ...(spec.package.image ? {image: spec.package.image} : {size: codeSize(spec, attached, latest)}),
    ...(spec.signing && {signing: spec.signing}),
    ...(layer && {layer}),
  };
  const plan = latest === undefined ? creationOf(spec) : updateOf(spec, observed, latest);
  const [kept] = plan.kind === 'update' && plan.code.kind !== 'none' ? referenceRefusals(plan.observed) : [];
  if (kept !== undefined) return {ok: false, refusals: [kept]};
  return {ok: true, plan: {...base, ...plan}};
}

/** The function's layers, or those the release names instead, with ours among them. */
function configurationWith(layer: LayerStep, spec: PublishSpec, observed: ObservedPublish): ConfigurationChange {
  const {latest} = observed;
  const beside = latest && layerArnBeside(latest.arn, layer.layerName);
  const layers = spec.configuration.layers ?? latest?.layers ?? [];
  return {...spec.configuration, layers: withLayer(layers, layer.arn, [observed.layer?.layerArn, beside])};
}

function creationOf(spec: PublishSpec): Steps<PublishPlan> {
  const {role = ''} = spec.configuration;
  return {
    kind: 'create',
    code: sendStep(spec.package, spec),
    architecture: spec.architecture ?? 'x86_64',
    versionDescription: spec.versionDescription,
    configuration: {...withoutNone(spec.configuration), role},
    changes: [],
    changedFields: ['code'],
  };
}

/** The code as `$LATEST` will have it. */
function codeOf({
  package: {codeSha256, image},
}: PublishSpec): Pick<FunctionConfiguration, 'codeSha256' | 'imageDigest'> {
  return {codeSha256, ...(image && {imageDigest: image.digest})};
}

/** A new function has nothing that could be taken away. */
function withoutNone({deadLetterTargetArn, ...configuration}: ConfigurationChange): ConfigurationChange {
  return deadLetterTargetArn ? {...configuration, deadLetterTargetArn} : configuration;
}

function updateOf(spec: PublishSpec, {newest}: ObservedFunction, latest: FunctionConfiguration): Steps<PublishPlan> {
  const {change, changes} = planConfiguration(latest, spec.configuration, spec.environmentMode ?? 'merge');
  const architecture = spec.architecture ?? latest.architecture;
  const expected: FunctionConfiguration = {
    ...applyConfiguration(latest, change),
    ...codeOf(spec),
    architecture,
  };
  const base = {...(newest !== undefined && {previousVersion: newest.version}), changes};
  // A failed update leaves it open which code $LATEST has, and is mended by the next one.
  const certain = latest.lastUpdateStatus !== 'Failed';
  const describes = change.description !== undefined;
  const isCurrent = newest !== undefined && isSignedAs(newest, spec.signing);
  if (isCurrent && certain && !describes && versionedDifferences(expected, newest).length === 0) {
    return {kind: 'nothing', ...base, changes: [], changedFields: [], newest};
  }
  // The bytes that the newest version has are signed as they are there.
  const isSigned = isSignedAs(latest, spec.signing) || (isCurrent && latest.codeSha256 === newest.codeSha256);
  const hasCode = isSameStoredCode(latest, codeOf(spec)) && isSigned;
  const sameCode = certain && hasCode && latest.architecture === architecture;
  return {
    kind: 'update',
    ...base,
    code: sameCode ? {kind: 'none'} : sendStep(spec.package, spec),
    architecture,
    versionDescription: spec.versionDescription,
    observed: latest,
    change,
    expected,
    changedFields: [
      ...(hasCode ? [] : ['code']),
      ...(latest.architecture === architecture ? [] : ['architecture']),
      ...changes.map(({field}) => field),
    ],
  };
}
