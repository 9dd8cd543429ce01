import {observePreviews} from '../../observe/preview/previews.js';
import {type PreviewsReport, toListedPreview} from '../../report/result/preview/previews-text.js';
import {ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

/** A function's previews with their addresses, those that end first at the front. Throws the ReleaseError of what went wrong. */
export async function listPreviews(
  {paced, clock}: Session,
  functionName: string,
  signal: AbortSignal,
): Promise<PreviewsReport> {
  const found = await ofExisting({functionName}, observePreviews(paced, functionName, signal));
  const previews = await Promise.all(
    found.map(async (preview) => {
      const url = await paced.previews.getUrl(preview, signal);
      return toListedPreview(preview, url, clock.now());
    }),
  );
  return {functionName, previews};
}
