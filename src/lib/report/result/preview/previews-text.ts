import type {Preview} from '../../../model/preview/preview.js';
import type {AliasUrl} from '../../../ports/lambda/previews.js';
import {formatTable} from '../../table.js';
import {callersText} from './preview-text.js';

interface ListedPreview {
  readonly alias: string;
  readonly version: string;
  /** Absent where its making stopped half-way: make it again, or prune it. */
  readonly url?: string;
  readonly authType?: string;
  readonly expiresAt: string;
  readonly expired: boolean;
}

export interface PreviewsReport {
  readonly functionName: string;
  readonly previews: readonly ListedPreview[];
}

/** A preview as it is listed. */
export function toListedPreview(preview: Preview, url: AliasUrl | undefined, nowMs: number): ListedPreview {
  const {alias, version, expiresMs} = preview;
  return {alias, version, ...url, expiresAt: new Date(expiresMs).toISOString(), expired: expiresMs <= nowMs};
}

/** The previews of a function for people. */
export function previewsText({functionName, previews}: PreviewsReport): string {
  if (previews.length === 0) return `${functionName}: no previews.`;
  const rows = previews.map((preview) => [
    preview.alias,
    preview.version,
    preview.expired ? 'expired' : `${preview.expiresAt.slice(0, 16).replace('T', ' ')} UTC`,
    preview.url === undefined ? '' : callersText(preview),
    preview.url ?? 'no URL yet: make it again',
  ]);
  const columns = [{heading: 'Alias'}, {heading: 'Version', align: 'right'} as const, {heading: 'Until'}];
  return `${functionName}\n${formatTable([...columns, {heading: 'Callers'}, {heading: 'URL'}], rows)}`;
}
