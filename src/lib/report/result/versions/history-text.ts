import {formatBytes} from '../../../model/byte-size.js';
import type {HistoryEntry, Verdict} from '../../../plan/versions/history.js';
import {formatFields} from '../../table.js';
import {versionChangeText} from './version-change-text.js';
import {formatAwsTime, shortDigest} from './versions-text.js';

export interface HistoryReport {
  readonly functionName: string;
  readonly alias?: string;
  /** Newest first. */
  readonly releases: readonly HistoryEntry[];
  /** Versions that --limit left out. */
  readonly older: number;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  serving: 'serving',
  candidate: 'candidate, with a share of the traffic',
  kept: 'kept, until a newer one followed',
  'taken back by its lease': 'taken back by its lease: nobody worked on its rollout any more',
  'not kept': 'not kept: never had all traffic, or was taken back',
  unknown: 'unknown, older than what the alias remembers',
};

/** The releases for people, each with what it changed. */
export function historyText({functionName, releases, older}: HistoryReport): string {
  if (releases.length === 0) return `${functionName} has no published version.`;
  const blocks = releases.map(entryText);
  if (older > 0) blocks.push(`${older} older; see them with --limit ${releases.length + older}`);
  return blocks.join('\n\n');
}

function entryText(entry: HistoryEntry): string {
  const {version, modifiedAt, commit, dirty, message, codeSha256, zippedBytes, layers, changes, verdicts} = entry;
  const heading = [`Version ${version}`, `${formatAwsTime(modifiedAt)} UTC`, message].filter((part) => part !== '');
  const fields = formatFields(
    [
      ...verdicts.map(({alias, verdict}): [string, string] => [alias, VERDICTS[verdict]]),
      ['commit', commit && `${commit}${dirty ? ', with changes that are in no commit' : ''}`],
      ['package', `${shortDigest(codeSha256)}, ${formatBytes(zippedBytes)}`],
      ['layers', layers.length > 0 ? layers.map(layerName).join(', ') : undefined],
      ...(changes ?? []).filter(({field}) => !TOLD.has(field)).map(versionChangeText),
    ],
    '  ',
  );
  return `${heading.join('  ')}\n${fields}`;
}

/** Told by the package line already. */
const TOLD = new Set(['code', 'zippedBytes']);

/** `deps:3` of a layer version's ARN. */
function layerName(arn: string): string {
  return arn.split(':').slice(-2).join(':');
}
