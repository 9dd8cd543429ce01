import {sourceOf} from '../../config/code-of.js';
import type {ArtifactSettings, ReleaseFile} from '../../config/release-file.js';
import type {ReleaseTarget} from '../../config/release-target.js';
import {resolveSetting} from '../../config/resolve-setting.js';
import {parseLayerVersionArn} from '../../model/layer/arn.js';
import {defaultLayerName} from '../../model/layer/setting.js';
import {sharedWith} from '../../model/layer/share.js';
import {holdsSignature} from '../../model/source/signature.js';
import {formatVersionNote} from '../../model/versions/note.js';
import {type ObservedFunction, observeFunction} from '../../observe/publish/function.js';
import type {Bundle} from '../../package/bundle/open.js';
import {assertNativesFit} from '../../package/inspect/native-binaries.js';
import {nodeToolOf} from '../../package/layer/lock/node-tool.js';
import type {FunctionPackageContent} from '../../package/package-content.js';
import {missingHandler} from '../../plan/publish/handler.js';
import type {Refusal} from '../../plan/refusal.js';
import type {Session} from '../session.js';
import {resolveEnvironment} from './environment-references.js';
import {fetchSource} from './fetched-source.js';
import {type GitCommit, readGitCommit} from './git-commit.js';
import {leftLayerWarning} from './left-layer.js';
import {namedPlace, placeInstead} from './managed-place.js';
import {readFunction} from './pack-function.js';
import {packagingOf} from './packaging.js';
import {type FunctionContent, planContent} from './plan-content.js';
import {plannedSettings} from './planned-settings.js';
import {prepareImage} from './prepare-image.js';
import type {PreparedPublish, PublishOptions} from './prepared.js';
import {packedOnce, type SharedContent} from './shared-content.js';
import {readSigning, withSignatures} from './signing.js';

/** What publishing works from: the options, the release file, and a bundle where the packages are made already. */
export interface PublishInput {
  readonly options: PublishOptions;
  readonly file: ReleaseFile | undefined;
  readonly bundle: Bundle | undefined;
  /** Where several places take the same. */
  readonly shared?: SharedContent<ReadContent> | undefined;
}

/** What is read of a folder or an archive. */
type ReadContent = Awaited<ReturnType<typeof readFunction>>;

/**
 * Reads one function's code or takes it from the bundle, reads what AWS has of it and plans its publication; packs what has to be
 * sent. Sends nothing.
 */
export async function preparePublish(
  session: Session,
  target: ReleaseTarget,
  {options, file, bundle, shared}: PublishInput,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const {functionName, architecture, replaceEnvironment = false} = target;
  // Before anything is packed: a reference that leads nowhere is the quickest mistake to find.
  const configuration = await withValues(session, target, signal);
  const {image} = target;
  if (image !== undefined) return prepareImage(session, {...target, image, configuration}, options, signal);
  const source = sourceOf(functionName, target);
  const read =
    bundledOf(bundle, target) ?? (await readContent(session, {...target, source}, {options, file, shared}, signal));
  const content = withShares(read, target);
  const git = bundle ? bundle.manifest.git : await readGitCommit(source, session.environment);
  const observed = await observeFunction(session, functionName, signal);
  // Lambda's default for a function that is to be created is x86_64.
  const runsOn = architecture ?? observed.latest?.architecture ?? 'x86_64';
  const platform = {architecture: runsOn, runtime: configuration.runtime ?? observed.latest?.runtime};
  assertNativesFit(content.package.binaries, platform, bundle ? undefined : nodeToolOf(source));
  if (content.layer) assertNativesFit(content.layer.binaries, platform, content.layer.tool);
  const {zipPaths, emptyPaths} = content.package;
  const handler = handlerRefusals(session, {target, configuration, observed, zipPaths, emptyPaths});
  const isSigned = holdsSignature(zipPaths);
  const wish = await readSigning(session, isSigned ? undefined : (target.signing ?? file?.signing), signal);
  const named = toArtifacts(options, file?.artifacts);
  const artifacts = await namedPlace(session, named, signal);
  const spec = {
    functionName,
    configuration,
    environmentMode: replaceEnvironment ? ('replace' as const) : ('merge' as const),
    ...(architecture !== undefined && {architecture}),
    ...(artifacts && {artifacts}),
    ...(wish.signing && {signing: wish.signing}),
    create: options.create ?? false,
    versionDescription: describeVersion(git, options),
  };
  const asksForLayers = content.layer !== undefined || configuration.layers !== undefined;
  const left = asksForLayers ? undefined : await leftLayerWarning(session, observed, signal);
  if (left) session.events.emit(left);
  const packed = packedOnce(content);
  let prepared = await planContent(session, packed, observed, spec, signal);
  const refused = prepared.planned.ok ? [] : prepared.planned.refusals;
  const instead = await placeInstead(
    session,
    refused,
    {prefix: prefixOf(options.prefix), asks: options['dry-run'] !== true},
    signal,
  );
  if (instead) prepared = await planContent(session, packed, observed, {...spec, artifacts: instead}, signal);
  const {zip, layerZip} = prepared;
  const refusals = [...handler, ...wish.refusals];
  const isRefused = refusals.length > 0;
  const planned = isRefused
    ? prepared.planned
    : await withSignatures(session, prepared.planned, {observed, isSigned}, signal);
  return plannedSettings(session, {target, observed, planned, refusals, zip, layerZip}, signal);
}

async function readContent(
  session: Session,
  target: ReleaseTarget & {readonly source: string},
  {options, file, shared}: Pick<PublishInput, 'options' | 'file' | 'shared'>,
  signal: AbortSignal,
): Promise<ReadContent> {
  const {functionName, layer: setting} = target;
  const packaging = packagingOf(target, options, file, shared?.names);
  const read = async () => {
    const fetched = await fetchSource(session, target.source, signal);
    return readFunction({...packaging, fetched, sink: session.events, signal}, setting);
  };
  if (!shared) return read();
  const {functionName: _, ...request} = packaging;
  const {share: _share, ...layering} = setting ?? {};
  const {layer, ...content} = await shared.of({...request, layering: setting && layering}, read);
  // What a layer is called may follow from the function, which has a name of its own in each environment.
  return {...content, ...(layer && {layer: {...layer, name: setting?.name ?? defaultLayerName(functionName)}})};
}

interface BundledContent extends FunctionContent {
  readonly package: FunctionPackageContent;
}

interface HandlerQuestion {
  readonly target: ReleaseTarget;
  readonly configuration: ReleaseTarget['configuration'];
  readonly observed: ObservedFunction;
  readonly zipPaths: readonly string[];
  readonly emptyPaths: readonly string[];
}

/** A layer that is attached may hold the handler, and nobody can see into it: then it is a warning. */
function handlerRefusals({events}: Session, question: HandlerQuestion): readonly Refusal[] {
  const {target, configuration, observed, zipPaths, emptyPaths} = question;
  const {handler, runtime, layers} = {...observed.latest, ...configuration};
  const missing = missingHandler({functionName: target.functionName, handler, runtime, zipPaths, emptyPaths});
  if (missing === undefined || observed.latest?.packageType === 'Image') return [];
  const ownLayer = target.layer?.name ?? defaultLayerName(target.functionName);
  if (missing.code === 'HANDLER_EMPTY' || !layers?.some((arn) => parseLayerVersionArn(arn)?.layerName !== ownLayer))
    return [missing];
  events.emit({type: 'warning', code: missing.code, message: `${missing.message} One of its layers may have it.`});
  return [];
}

/** What a bundle has of a function: packed already. */
function bundledOf(bundle: Bundle | undefined, {functionName, key}: ReleaseTarget): BundledContent | undefined {
  const bundled = bundle?.packages.get(key ?? functionName);
  if (!bundled) return undefined;
  const {layer} = bundled;
  return {
    package: {...bundled, pack: async () => bundled},
    ...(layer && {layer: {...layer, pack: async () => layer}}),
  };
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
  return {bucket, prefix: prefixOf(value)};
}

function prefixOf(text = ''): string {
  return text === '' || text.endsWith('/') ? text : `${text}/`;
}

/** What somebody says who goes against a freeze stands first: there is room for little, and that must be read. */
function describeVersion(git: GitCommit | undefined, {message, override}: PublishOptions): string {
  const said = message ?? git?.subject ?? '';
  return formatVersionNote({
    ...(git && {commit: git.commit, ...(git.dirty && {dirty: true})}),
    message: override === undefined ? said : `[override: ${override}] ${said}`.trimEnd(),
  });
}

/** Whom a layer is shared with is said by the release file of the release, and not by a bundle. */
function withShares<Content extends FunctionContent>(content: Content, {layer: setting}: ReleaseTarget): Content {
  if (content.layer === undefined || setting?.share === undefined) return content;
  return {...content, layer: {...content.layer, sharedWith: sharedWith(setting.share)}};
}
