import {formatBytes} from '../../../model/byte-size.js';
import type {HistoryEntry, Verdict} from '../../../plan/versions/history.js';
import type {Fate} from '../../../plan/versions/recorded-fate.js';
import {visibleText} from '../../control-characters.js';
import {formatFields} from '../../table.js';
import {versionChangeText} from './version-change-text.js';
import {formatAwsTime, shortDigest} from './versions-text.js';

export interface HistoryReport {
  readonly functionName: string;
  readonly alias?: string;
  /** Newest first. */
  readonly releases: readonly HistoryEntry[];
  /** Log group of the record that was read; absent when there is none. */
  readonly record?: string;
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
export function historyText({functionName, releases, older, record}: HistoryReport): string {
  if (releases.length === 0) return `${functionName} has no published version.`;
  const blocks = releases.map(entryText);
  if (older > 0) blocks.push(`${older} older; see them with --limit ${releases.length + older}`);
  if (record === undefined && releases.some(({verdicts}) => verdicts.some(isOpen))) blocks.push(NO_RECORD);
  return blocks.join('\n\n');
}

const NO_RECORD =
  'Who did it, when and why, nobody has kept. From now on: record: {logGroup: /lambda-release} in the release file, or LAMBDA_RELEASE_RECORD.';

/** Whether only a record could tell what became of it. */
function isOpen({verdict}: HistoryEntry['verdicts'][number]): boolean {
  return verdict === 'not kept' || verdict === 'unknown';
}

function entryText(entry: HistoryEntry): string {
  const {version, modifiedAt, commit, dirty, message, codeSha256, zippedBytes, imageDigest, layers, changes, verdicts} =
    entry;
  const heading = [`Version ${version}`, `${formatAwsTime(modifiedAt)} UTC`, message].filter((part) => part !== '');
  const fields = formatFields(
    [
      ...verdicts.map(({alias, verdict, fate}): [string, string] => [alias, becameText(verdict, fate)]),
      ['commit', commit && `${commit}${dirty ? ', with changes that are in no commit' : ''}`],
      imageDigest === undefined
        ? ['package', `${shortDigest(codeSha256)}, ${formatBytes(zippedBytes)}`]
        : ['image', imageDigest],
      ['layers', layers.length > 0 ? layers.map(layerName).join(', ') : undefined],
      ...(changes ?? []).filter(({field}) => !TOLD.has(field)).map(versionChangeText),
    ],
    '  ',
  );
  return `${heading.join('  ')}\n${fields}`;
}

/** What became of a version, by the alias and by the record: an alias forgets, and of its lease only it knows. */
function becameText(verdict: Verdict, fate: Fate | undefined): string {
  if (!fate) return VERDICTS[verdict];
  const now = verdict === 'serving' || verdict === 'candidate' ? `${VERDICTS[verdict]}; ` : '';
  return `${now}${fateText(fate, verdict)}`;
}

function fateText(fate: Fate, verdict: Verdict): string {
  const by = `${formatAwsTime(fate.at)} UTC${fate.by === undefined ? '' : ` by ${fate.by}`}${fate.job === undefined ? '' : ` (${fate.job})`}`;
  switch (fate.kind) {
    case 'begun':
      if (verdict === 'candidate') return `its rollout began ${by}`;
      if (verdict === 'taken back by its lease') return `${VERDICTS[verdict]}; it began ${by}`;
      return `its rollout began ${by}, and how it ended is in no record`;
    case 'promoted':
      return `promoted ${by}`;
    case 'taken back':
      return `taken back ${by}${fate.reason === undefined ? '' : `: ${visibleText(fate.reason)}`}`;
    case 'aborted':
      return `aborted ${by}`;
    case 'rolled back':
      return `had all traffic, and was rolled back to version ${fate.to} ${by}`;
  }
}

/** Told by the line of the package or the image already. */
const TOLD = new Set(['code', 'zippedBytes', 'image']);

/** `deps:3` of a layer version's ARN. */
function layerName(arn: string): string {
  return arn.split(':').slice(-2).join(':');
}
