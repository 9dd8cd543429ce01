import {parseLayerNote} from '../../../model/layer/note.js';
import {someNames} from '../../../model/text/some-names.js';
import type {LayerPrunePlan} from '../../../plan/versions/layer-prune.js';
import {formatCountOf} from '../../number-text.js';
import {formatTable} from '../../table.js';

/** A row of `layers list`: a layer with its newest version, or one version of a layer. */
export interface ListedLayer {
  readonly layerName: string;
  readonly version: number;
  readonly arn: string;
  readonly description: string;
  readonly createdAt: string;
  /** Present when one layer was asked about. */
  readonly usedBy?: readonly string[];
  /** Others who may use it; present as well, where that may be read. */
  readonly sharedWith?: readonly string[];
}

export interface LayersReport {
  /** Present when one layer was asked about. */
  readonly layerName?: string;
  readonly layers: readonly ListedLayer[];
}

const NAMED_USERS = 4;

/** Layers or versions for people. */
export function layersText({layerName, layers}: LayersReport): string {
  if (layers.length === 0)
    return layerName === undefined ? 'There are no layers here.' : `${layerName} has no versions.`;
  const isShared = layers.some(({sharedWith = []}) => sharedWith.length > 0);
  const rows = layers.map((layer) => [
    layer.layerName,
    String(layer.version),
    layer.createdAt.slice(0, 16).replace('T', ' '),
    parseLayerNote(layer.description)?.text ?? layer.description,
    ...(layer.usedBy ? [usersText(layer.usedBy)] : []),
    ...(isShared ? [layer.sharedWith?.join(', ') ?? ''] : []),
  ]);
  return formatTable(
    [
      {heading: 'Layer'},
      {heading: layerName === undefined ? 'Newest' : 'Version', align: 'right'},
      {heading: 'Created'},
      {heading: 'Description'},
      ...(layerName === undefined ? [] : [{heading: 'Used by'}]),
      ...(isShared ? [{heading: 'Shared with'}] : []),
    ],
    rows,
  );
}

function usersText(usedBy: readonly string[]): string {
  return usedBy.length === 0 ? 'nothing' : someNames(usedBy, NAMED_USERS);
}

export interface LayerPruneReport extends Omit<LayerPrunePlan, 'removed'> {
  readonly dryRun: boolean;
  readonly changed: boolean;
  /** Deleted, or to be deleted under --dry-run; oldest first. */
  readonly removed: readonly number[];
  /** Planned, but used by the time it was their turn. */
  readonly spared: readonly {readonly version: number; readonly usedBy: readonly string[]}[];
}

/** A plan, or what became of it, as it is reported. */
export function toLayerPruneReport(
  plan: LayerPrunePlan,
  outcome?: {readonly deleted: readonly number[]; readonly spared: LayerPruneReport['spared']},
): LayerPruneReport {
  const removed = outcome?.deleted ?? plan.removed.map(({version}) => version);
  return {
    layerName: plan.layerName,
    dryRun: outcome === undefined && plan.removed.length > 0,
    changed: removed.length > 0,
    kept: plan.kept,
    removed,
    spared: outcome?.spared ?? [],
  };
}

/** What would go and what stays, shown before anybody agrees to it. */
export function layerPrunePlanText({layerName, kept, removed}: LayerPrunePlan): string {
  const rows = [
    ...kept.map(({version, reason, usedBy}) => [
      String(version),
      'keep',
      reason === 'used' ? usersText(usedBy) : 'newest, used by nothing yet',
    ]),
    ...removed
      .toReversed()
      .map(({version}) => [String(version), 'delete', 'used by nothing in this account and region']),
  ];
  return `${layerName}\n${formatTable([{heading: 'Version', align: 'right'}, {heading: 'Plan'}, {heading: 'Why'}], rows)}`;
}

/** A finished or planned prune for people. */
export function layerPruneText({layerName, dryRun, removed, kept, spared}: LayerPruneReport): string {
  if (removed.length === 0 && spared.length === 0) {
    return `${layerName}: nothing to delete, ${formatCountOf(kept.length, 'version')} kept.`;
  }
  const numbers = removed.length > 0 ? ` (${removed.join(', ')})` : '';
  const lines = [
    `${layerName}: ${formatCountOf(removed.length, 'version')}${numbers} ${dryRun ? 'would be ' : ''}deleted, ${kept.length} kept.`,
    ...spared.map(({version, usedBy}) => `Version ${version} was spared: ${usersText(usedBy)} uses it by now.`),
  ];
  return lines.join('\n');
}
