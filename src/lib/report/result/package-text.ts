import {formatBytes, formatCount} from '../number-text.js';
import {formatFields, formatTable} from '../table.js';
import {leftOutText} from '../text/package-event.js';

/** What is shown of a deployment package. */
export interface PackageReport {
  readonly codeSha256: string;
  readonly zippedBytes: number;
  readonly unzippedBytes: number;
  readonly files: number;
  readonly leftOut: readonly string[];
  readonly heaviest: readonly {readonly name: string; readonly files: number; readonly bytes: number}[];
}

/** A deployment package for people; `heading` says where it is. */
export function packageText(heading: string, report: PackageReport): string {
  const fields = formatFields(
    [
      ['Files', formatCount(report.files)],
      ['Zipped', formatBytes(report.zippedBytes)],
      ['Unzipped', formatBytes(report.unzippedBytes)],
      ['CodeSha256', report.codeSha256],
      ['Left out', report.leftOut.length > 0 ? leftOutText(report.leftOut) : undefined],
    ],
    '  ',
  );
  if (report.heaviest.length === 0) return `${heading}\n${fields}`;
  const table = formatTable(
    [{heading: 'Heaviest'}, {heading: 'Unzipped', align: 'right'}, {heading: 'Files', align: 'right'}],
    report.heaviest.map(({name, bytes, files}) => [name, formatBytes(bytes), formatCount(files)]),
    {indent: '  '},
  );
  return `${heading}\n${fields}\n\n${table}`;
}
