import type {ArtifactSettings, ReleaseFile} from '../../config/release-file.js';
import type {ReleaseTarget} from '../../config/release-target.js';
import {resolveSetting} from '../../config/resolve-setting.js';
import type {ReleaseJob} from '../../execute/publish/release-function.js';
import {formatVersionNote} from '../../model/version-note.js';
import {type ObservedFunction, observeFunction} from '../../observe/publish/function.js';
import {observeSettings} from '../../observe/publish/function-settings.js';
import {observeLayer} from '../../observe/publish/layer.js';
import type {Bundle} from '../../package/bundle/open.js';
import {assertNativesFit} from '../../package/inspect/native-binaries.js';
import {planSettings} from '../../plan/publish/function-settings.js';
import {type ObservedPublish, planPublish} from '../../plan/publish/publish.js';
import type {Refusal} from '../../plan/refusal.js';
import type {Session} from '../session.js';
import {resolveEnvironment} from './environment-references.js';
import {type GitCommit, readGitCommit} from './git-commit.js';
import {packFunction} from './pack-function.js';
import {type PackagingOptions, packagingOf} from './packaging.js';

/** What a person says of publishing beside the function itself. */
export interface PublishOptions extends PackagingOptions {
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly create?: boolean | undefined;
  readonly message?: string | undefined;
}

/** What publishing works from: the options, the release file, and a bundle where the packages are made already. */
export interface PublishInput {
  readonly options: PublishOptions;
  readonly file: ReleaseFile | undefined;
  readonly bundle: Bundle | undefined;
}

/** A package, what AWS has of its function, and what would be done, or why not. */
export interface PreparedPublish {
  readonly target: ReleaseTarget;
  readonly observed: ObservedFunction;
  readonly job?: ReleaseJob;
  readonly refusals: readonly Refusal[];
}

/** Packs one function or takes it from the bundle, reads what AWS has of it and plans its publication. Sends nothing. */
export async function preparePublish(
  session: Session,
  target: ReleaseTarget,
  {options, file, bundle}: PublishInput,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const {functionName, source, architecture, replaceEnvironment = false} = target;
  // Before anything is packed: a reference that leads nowhere is the quickest mistake to find.
  const configuration = await withValues(session, target, signal);
  const {package: built, layer} =
    bundledOf(bundle, functionName) ??
    (await packFunction({...packagingOf(target, options), sink: session.events, signal}, target.layer));
  const git = bundle ? bundle.manifest.git : await readGitCommit(source);
  const observed = await observeWithLayer(session, functionName, layer, signal);
  // Lambda's default for a function that is to be created is x86_64.
  const runsOn = architecture ?? observed.latest?.architecture ?? 'x86_64';
  for (const packed of [built, layer]) if (packed) assertNativesFit(packed.binaries, runsOn);
  const artifacts = toArtifacts(options, file?.artifacts);
  const planned = planPublish(
    {
      functionName,
      package: built,
      ...(layer && {layer}),
      configuration,
      environmentMode: replaceEnvironment ? 'replace' : 'merge',
      ...(architecture !== undefined && {architecture}),
      ...(artifacts && {artifacts}),
      create: options.create ?? false,
      versionDescription: describeVersion(git, options.message),
    },
    observed,
  );
  const {tags, reservedConcurrency} = target;
  const looked = {tags: tags !== undefined, concurrency: reservedConcurrency !== undefined};
  const settings = planSettings(target, await observeSettings(session, observed, looked, signal));
  if (!planned.ok || !settings.ok) {
    return {target, observed, refusals: [planned, settings].flatMap((one) => (one.ok ? [] : one.refusals))};
  }
  const job = {plan: planned.plan, zip: built.zip, ...(layer && {layerZip: layer.zip}), settings: settings.plan};
  return {target, observed, refusals: [], job};
}

function bundledOf(bundle: Bundle | undefined, functionName: string) {
  const bundled = bundle?.packages.get(functionName);
  return bundled && {package: bundled, layer: bundled.layer};
}

/** What AWS has of the function, and of its layer when it is to have one. */
async function observeWithLayer(
  session: Session,
  functionName: string,
  layer: {readonly name: string; readonly codeSha256: string} | undefined,
  signal: AbortSignal,
): Promise<ObservedPublish> {
  const observed = await observeFunction(session, functionName, signal);
  if (layer === undefined) return observed;
  const {name: layerName, codeSha256} = layer;
  const attached = observed.latest?.layers ?? [];
  return {...observed, layer: await observeLayer(session, {layerName, codeSha256, attached}, signal)};
}

/** The configuration with its references resolved: from here on it holds secrets. */
async function withValues(
  {environment: variables, parameters}: Session,
  {functionName, configuration}: ReleaseTarget,
  signal: AbortSignal,
): Promise<ReleaseTarget['configuration']> {
  const {environment} = configuration;
  if (environment === undefined) return configuration;
  const sources = {variables, parameters};
  return {...configuration, environment: await resolveEnvironment(functionName, environment, sources, signal)};
}

/** Where large zips go, by options and release file; `undefined` when neither names a bucket. */
export function toArtifacts(
  options: Pick<PublishOptions, 'bucket' | 'prefix'>,
  file: ArtifactSettings | undefined,
): ArtifactSettings | undefined {
  const bucket = options.bucket ?? file?.bucket;
  if (bucket === undefined) return undefined;
  // A prefix belongs to its bucket: the file's is not carried over to a bucket that a flag names.
  const ofSameBucket = file?.bucket === bucket ? file.prefix : undefined;
  const {value} = resolveSetting({flag: options.prefix, file: ofSameBucket}, '');
  return {bucket, prefix: value === '' || value.endsWith('/') ? value : `${value}/`};
}

function describeVersion(git: GitCommit | undefined, message: string | undefined): string {
  return formatVersionNote({...(git && {commit: git.commit}), message: message ?? git?.subject ?? ''});
}
