import {formatBytes} from '../../../model/byte-size.js';
import type {BuiltLayer} from '../../../package/layer/build-layer.js';
import {formatCount} from '../../number-text.js';
import {formatFields} from '../../table.js';
import {leftOutText} from '../../text/package-event.js';
import {heaviestText} from './heaviest-text.js';

/** A layer that was packed: everything but its bytes. */
export interface LayerPackageReport extends Omit<BuiltLayer, 'zip' | 'takenOut' | 'binaries'> {
  /** Where it was written; absent when it was only made to look at it. */
  readonly file?: string;
}

/** A packed layer without its bytes. */
export function toLayerReport(layer: BuiltLayer, file: string | undefined): LayerPackageReport {
  const {zip: _zip, takenOut: _takenOut, binaries: _binaries, ...report} = layer;
  return {...report, ...(file !== undefined && {file})};
}

/** A packed layer for people: where it is, its sizes, what was skipped and what is heavy in it. */
export function layerPackageText(report: LayerPackageReport): string {
  const {name, file, heaviest, skipped} = report;
  const heading = file === undefined ? `Layer ${name} was packed.` : `${file} is layer ${name}.`;
  const fields = formatFields(
    [
      ['Packages', formatCount(report.packages.length)],
      ['Files', formatCount(report.files)],
      ['Zipped', formatBytes(report.zippedBytes) + (report.needsS3 ? ', so it goes through S3' : '')],
      ['Unzipped', formatBytes(report.unzippedBytes)],
      ['Content', report.contentDigest],
      ['CodeSha256', report.codeSha256],
      ['Left out', report.leftOut.length > 0 ? leftOutText(report.leftOut) : undefined],
      [
        'Skipped',
        skipped.length > 0 ? `${leftOutText(skipped)} (optional, not for Lambda or not installed)` : undefined,
      ],
    ],
    '  ',
  );
  return heaviest.length < 2 ? `${heading}\n${fields}` : `${heading}\n${fields}\n\n${heaviestText(heaviest)}`;
}
