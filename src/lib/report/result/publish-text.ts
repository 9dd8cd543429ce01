import {formatBytes} from '../number-text.js';
import {formatFields} from '../table.js';

/** What publishing one function came to. */
export interface PublishReport {
  readonly functionName: string;
  readonly version: string;
  readonly changed: boolean;
  readonly created?: boolean;
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly uploadedTo?: 'inline' | 's3';
  /** Names of configuration fields; their values are not shown. */
  readonly changedFields: readonly string[];
}

/** A published version for people. */
export function publishText(report: PublishReport): string {
  const {functionName, version, changed, created, changedFields, uploadedTo} = report;
  const heading = changed
    ? `${created ? 'Created' : 'Published'} ${functionName} version ${version}; no traffic was moved.`
    : `${functionName} version ${version} is current; nothing changed.`;
  const fields = formatFields(
    [
      ['Code', `${formatBytes(report.zippedBytes)}, sha256 ${report.codeSha256}`],
      ['Sent', uploadedTo === undefined ? undefined : uploadedTo === 's3' ? 'through S3' : 'with the request'],
      ['Configuration', changedFields.length > 0 ? changedFields.join(', ') : undefined],
    ],
    '  ',
  );
  return `${heading}\n${fields}`;
}
