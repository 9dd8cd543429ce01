import {formatBytes} from '../../../model/byte-size.js';
import type {CodeSignature} from '../../../model/source/signature.js';
import type {FieldChange} from '../../../plan/publish/configuration.js';
import type {SettingChange} from '../../../plan/publish/function-settings.js';
import type {PublishPreview} from '../../../plan/publish/preview.js';
import {codeSigningText} from '../../../plan/publish/signing.js';
import {formatFields} from '../../table.js';
import {type LayerReport, layerPreviewText, layerReportText, sizeText} from './layer-text.js';
import {signatureText} from './signature-text.js';

/** What publishing one function came to. */
export interface PublishReport {
  readonly functionName: string;
  readonly version: string;
  readonly changed: boolean;
  readonly created: boolean;
  readonly contentDigest: string;
  readonly codeSha256: string;
  /** How the code travelled; absent when AWS had it already. */
  readonly uploaded?: 'inline' | 's3';
  /** The image by its digest; absent for a zip. */
  readonly image?: string;
  /** Who signed the code, where AWS says it. */
  readonly signature?: CodeSignature;
  /** Names of configuration fields; their values are not shown. */
  /** The layer with its dependencies; absent when they are in the package. */
  readonly layer?: LayerReport;
  readonly changedFields: readonly string[];
  /** Settings that were changed beside the version. */
  readonly changedSettings: readonly string[];
}

const SENT = {inline: 'with the request', s3: 'through S3'} as const;

/** A published version for people. */
export function publishText(report: PublishReport): string {
  const {functionName, version, changed, created, changedFields, changedSettings, uploaded} = report;
  const heading = changed
    ? `${created ? 'Created' : 'Published'} ${functionName} version ${version}; no traffic was moved.`
    : `${functionName} version ${version} is current; ${changedSettings.length > 0 ? 'none was published' : 'nothing changed'}.`;
  const fields = formatFields(
    [
      ...(report.image === undefined
        ? ([
            ['Content', report.contentDigest],
            ['CodeSha256', report.codeSha256],
          ] as const)
        : ([['Image', report.image]] as const)),
      ['Sent', uploaded && SENT[uploaded]],
      ['Signed', report.signature && signatureText(report.signature)],
      ['Layer', report.layer && layerReportText(report.layer)],
      ['Changed', changedFields.length > 0 ? changedFields.join(', ') : undefined],
      ['Set', changedSettings.length > 0 ? `${changedSettings.join(', ')}, for every version` : undefined],
    ],
    '  ',
  );
  return `${heading}\n${fields}`;
}

function codeText({upload, from, bucket, signedBy, zippedBytes}: PublishPreview): string {
  const signed = signedBy === undefined ? '' : `, signed by ${signedBy}`;
  if (from !== undefined) return `${formatBytes(zippedBytes)}, taken from ${from}${signed}`;
  if (upload === undefined) return 'AWS has it already';
  return `${formatBytes(zippedBytes)}, ${SENT[upload]}${bucket ? ` (bucket ${bucket})` : ''}${signed}`;
}

/** What would be published, for people. Values of the environment are not in a preview. */
export function publishPreviewText(preview: PublishPreview): string {
  const {functionName, action, previousVersion, layer, changes} = preview;
  const settings = settingsText(preview.settings);
  if (action === 'nothing') {
    return `${functionName}: nothing to publish; version ${previousVersion} is what is wanted.${settings}`;
  }
  const heading =
    action === 'create'
      ? `${functionName} would be created and its first version published.`
      : `${functionName}: a version after ${previousVersion ?? 'none'} would be published.`;
  const fields = formatFields(
    [
      ...(preview.image === undefined
        ? ([
            ['Content', preview.contentDigest],
            ['CodeSha256', preview.codeSha256],
            ['Code', codeText(preview)],
          ] as const)
        : ([
            ['Image', preview.image],
            ['Compressed', formatBytes(preview.zippedBytes)],
          ] as const)),
      ['Takes', preview.codeSigning && codeSigningText(preview.codeSigning)],
      ['Layer', layer && layerPreviewText(layer)],
      ['Unzipped', preview.size && sizeText(preview.size)],
      ...changes.map((change): [string, string] => [change.field, changeText(change)]),
    ],
    '  ',
  );
  return `${heading}\n${fields}${unweightableText(changes)}${settings}`;
}

function changeText(change: FieldChange): string {
  if (change.field !== 'environment') return fromToText(change);
  const groups = Object.entries({set: change.added, changed: change.changed, removed: change.removed});
  return groups.flatMap(([what, names]) => (names.length > 0 ? [`${what} ${names.join(', ')}`] : [])).join('; ');
}

/** What no version freezes, and when it holds; empty when there is none of it. */
export function settingsText(changes: readonly SettingChange[], when = 'At once, and for every version:'): string {
  if (changes.length === 0) return '';
  const fields = changes.map((change): [string, string] => [change.field, fromToText(change)]);
  return `\n  ${when}\n${formatFields(fields, '    ')}`;
}

/** AWS wants one role and one dead-letter queue behind an alias (LDG "Alias routing"). */
function unweightableText(changes: readonly FieldChange[]): string {
  const fields = changes.map(({field}) => field).filter((field) => field === 'role' || field === 'deadLetterQueue');
  if (fields.length === 0) return '';
  return (
    `\n  ${fields.join(' and ')} must be the same in both versions of a weighted alias: no weighted rollout to this version.` +
    '\n  Either move all traffic at once (--steps all-at-once), or in two: first release this setting with the code that' +
    '\n  serves now, all at once; then roll out the new code in steps.'
  );
}

function fromToText({from, to}: {readonly from: string; readonly to: string}): string {
  return `${from === '' ? 'none' : from} → ${to === '' ? 'none' : to}`;
}
