import {formatBytes} from '../../../model/byte-size.js';
import type {ListedVersions} from '../../../plan/versions/listed-versions.js';
import {formatTable} from '../../table.js';
import {keepReasonText} from './version-use-text.js';

/** The versions for people, newest first. */
export function versionsText({functionName, versions}: ListedVersions): string {
  if (versions.length === 0) return `${functionName} has no published version.`;
  return formatTable(
    [
      {heading: 'Version', align: 'right'},
      {heading: 'Modified'},
      {heading: 'Size', align: 'right'},
      {heading: 'Package'},
      {heading: 'Commit'},
      {heading: 'Used'},
      {heading: 'Message'},
    ],
    versions.map(({version, modifiedAt, zippedBytes, codeSha256, imageDigest, commit, dirty, uses, message}) => [
      version,
      formatAwsTime(modifiedAt),
      imageDigest === undefined ? formatBytes(zippedBytes) : 'image',
      shortDigest(imageDigest?.replace('sha256:', '') ?? codeSha256),
      commit && `${commit.slice(0, 7)}${dirty ? '-dirty' : ''}`,
      uses.length > 0 ? uses.map(keepReasonText).join(', ') : undefined,
      message,
    ]),
  );
}

/** `2026-11-21 05:30`, UTC, of a time as Lambda writes it. */
export function formatAwsTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** The first characters of a digest, base64 or of an image hexadecimal, enough to tell packages apart. */
export function shortDigest(codeSha256: string): string {
  return codeSha256.slice(0, 8);
}
