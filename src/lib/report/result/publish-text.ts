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
      ['Configuration', changedFields.length > 0 ? changedFields.join(', ') : undefined],
    ],
    '  ',
  );
  return `${heading}\n${fields}`;
}
