import type {FieldChange} from '../../plan/configuration.js';
import type {PublishPreview} from '../../plan/publish-preview.js';
import {formatBytes} from '../number-text.js';
import {formatFields} from '../table.js';

/** What publishing one function came to. */
export interface PublishReport {
  readonly functionName: string;
  readonly version: string;
  readonly changed: boolean;
  readonly created: boolean;
  readonly codeSha256: string;
  /** How the code travelled; absent when AWS had it already. */
  readonly uploaded?: 'inline' | 's3';
  /** Names of configuration fields; their values are not shown. */
  readonly changedFields: readonly string[];
}

const SENT = {inline: 'with the request', s3: 'through S3'} as const;

/** A published version for people. */
export function publishText(report: PublishReport): string {
  const {functionName, version, changed, created, changedFields, uploaded} = report;
  const heading = changed
    ? `${created ? 'Created' : 'Published'} ${functionName} version ${version}; no traffic was moved.`
    : `${functionName} version ${version} is current; nothing changed.`;
  const fields = formatFields(
    [
      ['CodeSha256', report.codeSha256],
      ['Sent', uploaded && SENT[uploaded]],
      ['Changed', changedFields.length > 0 ? changedFields.join(', ') : undefined],
    ],
    '  ',
  );
  return `${heading}\n${fields}`;
}

/** What would be published, for people. Values of the environment are not in a preview. */
export function publishPreviewText(preview: PublishPreview): string {
  const {functionName, action, upload, bucket, zippedBytes, previousVersion, changes} = preview;
  if (action === 'nothing') return `${functionName}: nothing to publish; version ${previousVersion} is what is wanted.`;
  const heading =
    action === 'create'
      ? `${functionName} would be created and its first version published.`
      : `${functionName}: a version after ${previousVersion ?? 'none'} would be published.`;
  const fields = formatFields(
    [
      ['CodeSha256', preview.codeSha256],
      [
        'Code',
        upload
          ? `${formatBytes(zippedBytes)}, ${SENT[upload]}${bucket ? ` (bucket ${bucket})` : ''}`
          : 'AWS has it already',
      ],
      ...changes.map((change): [string, string] => [change.field, changeText(change)]),
    ],
    '  ',
  );
  return `${heading}\n${fields}`;
}

function changeText(change: FieldChange): string {
  if (change.field !== 'environment') return `${change.from} → ${change.to}`;
  const groups = Object.entries({set: change.added, changed: change.changed, removed: change.removed});
  return groups.flatMap(([what, names]) => (names.length > 0 ? [`${what} ${names.join(', ')}`] : [])).join('; ');
}
