import type {Preview} from '../../../model/preview/preview.js';
import {formatCountOf} from '../../number-text.js';

export interface PrunedPreviewsReport {
  readonly functionName: string;
  readonly dryRun: boolean;
  /** Taken away, or to be taken away under --dry-run. */
  readonly removed: readonly {readonly alias: string; readonly version: string}[];
  readonly kept: number;
}

/** What would go, shown before anybody agrees to it. */
export function prunedPreviewsPlanText(functionName: string, previews: readonly Preview[]): string {
  const lines = previews.map(({alias, version}) => `  ${alias} with its URL (version ${version} stays)`);
  return [functionName, ...lines].join('\n');
}

/** A finished or planned prune of previews for people. */
export function prunedPreviewsText({functionName, dryRun, removed, kept}: PrunedPreviewsReport): string {
  if (removed.length === 0) return `${functionName}: nothing to take away, ${formatCountOf(kept, 'preview')} kept.`;
  const gone = `${formatCountOf(removed.length, 'preview')} ${dryRun ? 'would be ' : ''}taken away`;
  return `${functionName}: ${gone}, ${kept} kept: ${removed.map(({alias}) => alias).join(', ')}`;
}
