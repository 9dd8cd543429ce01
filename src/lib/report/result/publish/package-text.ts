import {formatBytes} from '../../../model/byte-size.js';
import {someNames} from '../../../model/text/some-names.js';
import type {DeploymentPackage} from '../../../package/build-deployment-package.js';
import type {SizeNode} from '../../../package/inspect/size-tree.js';
import {formatCount} from '../../number-text.js';
import {formatFields} from '../../table.js';
import {leftOutText} from '../../text/package-event.js';
import {heaviestText} from './heaviest-text.js';
import {type LayerPackageReport, layerPackageText} from './layer-package-text.js';
import {sizeTreeText} from './size-tree-text.js';

const NAMED_PARTS = 5;

/** A deployment package that was made: everything but its bytes. */
export interface PackageReport
  extends Omit<DeploymentPackage, 'zip' | 'contents' | 'binaries' | 'zipPaths' | 'emptyPaths'> {
  readonly name: string;
  readonly source: string;
  /** Where it was written; absent when it was only made to look at it. */
  readonly file?: string;
  /** The layer with its dependencies; absent when they are in the package. */
  readonly layer?: LayerPackageReport;
  /** What weighs what; present with --analyze. */
  readonly tree?: SizeNode;
}

/** A deployment package for people: where it is, its sizes, what was left out and what is heavy in it; then its layer. */
export function packageText(report: PackageReport): string {
  const text = ownText(report);
  return report.layer ? `${text}\n\n${layerPackageText(report.layer)}` : text;
}

function ownText(report: PackageReport): string {
  const {file, source, heaviest, tree} = report;
  const heading = file === undefined ? `${source} was packed.` : `${file} is packed from ${source}.`;
  const fields = formatFields(
    [
      ['Files', formatCount(report.files)],
      ['Zipped', formatBytes(report.zippedBytes) + (report.needsS3 ? ', so it goes through S3' : '')],
      ['Unzipped', formatBytes(report.unzippedBytes)],
      ['Content', report.contentDigest],
      ['CodeSha256', report.codeSha256],
      ['Not needed', report.deadWeight.length > 0 ? deadWeightText(report) : undefined],
      ['Dev only', report.devDependencies.length > 0 ? devText(report) : undefined],
      ['Left out', report.leftOut.length > 0 ? leftOutText(report.leftOut) : undefined],
    ],
    '  ',
  );
  if (tree) return `${heading}\n${fields}\n\n${sizeTreeText(tree)}`;
  // A single part is the package itself, and the sizes have been said.
  if (heaviest.length < 2) return `${heading}\n${fields}`;
  return `${heading}\n${fields}\n\n${heaviestText(heaviest)}`;
}

function deadWeightText({deadWeight}: PackageReport): string {
  return deadWeight.map(({kind, unzippedBytes}) => `${kind} ${formatBytes(unzippedBytes)}`).join(', ');
}

function devText({devDependencies}: PackageReport): string {
  const names = devDependencies.map(({name, unzippedBytes}) => `${name} ${formatBytes(unzippedBytes)}`);
  return `${someNames(names, NAMED_PARTS)} (npm ci --omit=dev)`;
}

/** A release bundle for people, with the command that releases it. */
export function bundleText(bundle: {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly functions: readonly string[];
}): string {
  const fields = formatFields(
    [
      ['Functions', bundle.functions.join(', ')],
      ['Size', formatBytes(bundle.bytes)],
      ['SHA-256', bundle.sha256],
      ['Release it', `lambda-release deploy --bundle ${bundle.file} --bundle-sha256 ${bundle.sha256}`],
    ],
    '  ',
  );
  return `${bundle.file} is the release bundle.\n${fields}`;
}
