import type {ReleaseTarget} from '../../config/release-target.js';
import {RefusedError} from '../../errors.js';
import {formatImageReference, type ImageReference, parseImageReference} from '../../model/image/reference.js';
import {ParseError} from '../../model/parse-error.js';
import {formatVersionNote} from '../../model/versions/note.js';
import {observeFunction} from '../../observe/publish/function.js';
import {type ObservedImage, observeImage} from '../../observe/publish/image.js';
import {imagePlaceRefusals, planImage} from '../../plan/publish/image.js';
import {planPublish} from '../../plan/publish/publish.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import type {Session} from '../session.js';
import {plannedSettings} from './planned-settings.js';
import type {PreparedPublish, PublishOptions} from './prepared.js';

/**
 * Resolves one function's image to the digest of the one image for its architecture, reads what AWS has of the function and plans its publication.
 * Sends nothing: the image lies in ECR already. `target.configuration` has its references resolved. Throws RefusedError, AwsError.
 */
export async function prepareImage(
  session: Session,
  target: ReleaseTarget & {readonly image: string},
  options: PublishOptions,
  signal: AbortSignal,
): Promise<PreparedPublish> {
  const {functionName, architecture, configuration, replaceEnvironment = false} = target;
  const reference = parseImageReference(target.image);
  const wish = {functionName, reference};
  // Asked elsewhere, ECR would say that there is no such repository.
  const {region} = await session.identity.whoAmI(signal);
  requireNoRefusals(imagePlaceRefusals(wish, region));
  const observed = await observeFunction(session, functionName, signal);
  // Lambda's default for a function that is to be created is x86_64.
  const runsOn = architecture ?? observed.latest?.architecture ?? 'x86_64';
  session.events.emit({type: 'heartbeat', message: `looking at ${target.image}`});
  const image = await readImage(session, wish, runsOn, signal);
  const code = planImage({...wish, architecture: runsOn}, image);
  if (!code.ok) return {target, observed, refusals: code.refusals};
  const planned = planPublish(
    {
      functionName,
      package: code.plan,
      configuration,
      environmentMode: replaceEnvironment ? 'replace' : 'merge',
      ...(architecture !== undefined && {architecture}),
      create: options.create ?? false,
      versionDescription: describeVersion(reference, image, options.message),
    },
    observed,
  );
  return plannedSettings(session, {target, observed, planned}, signal);
}

async function readImage(
  session: Session,
  {functionName, reference}: {readonly functionName: string; readonly reference: ImageReference},
  architecture: string,
  signal: AbortSignal,
): Promise<ObservedImage> {
  try {
    return await observeImage(session, reference, architecture, signal);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const image = formatImageReference(reference);
    throw new RefusedError(`Lambda does not take ${image} for ${functionName}. ${error.message}`, {
      code: 'IMAGE_MEDIA_TYPE',
      suggestions: [error.wayOut],
      details: {image},
    });
  }
}

/** The commit is what the image says it was built from, not what happens to be checked out here. */
function describeVersion({repository, tag}: ImageReference, image: ObservedImage, message: string | undefined): string {
  const commit = image.kind === 'image' ? image.platform?.revision : undefined;
  const named = tag === undefined ? repository : `${repository}:${tag}`;
  return formatVersionNote({...(commit !== undefined && {commit}), message: message ?? named});
}
