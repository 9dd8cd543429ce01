import {formatBytes} from '../../model/byte-size.js';
import {someNames} from '../../model/text/some-names.js';
import type {PackageEvent} from '../../ports/events.js';
import {visibleName} from '../control-characters.js';
import {formatCountOf, formatTook} from '../number-text.js';

const NAMED_FILES = 5;

/** One line for an event of packaging. */
export function packageEventText(event: PackageEvent): string {
  switch (event.type) {
    case 'package.building':
      return `${event.functionName}: building, ${event.command}`;
    case 'package.printed':
      return `  ${event.line}`;
    case 'package.built':
      return `${event.functionName}: built in ${formatTook(event.tookMs)}`;
    case 'package.started':
      return `${event.functionName}: packaging ${event.source}`;
    case 'package.leftOut':
      return `${event.functionName}: left out${event.layerName === undefined ? '' : ` of layer ${event.layerName}`} ${leftOutText(event.files)}`;
    case 'package.read':
      return `${event.functionName}: ${event.layerName === undefined ? '' : `layer ${event.layerName} `}read, ${formatCountOf(event.files, 'file')}, ${formatBytes(event.unzippedBytes)}, content ${event.contentDigest}`;
    case 'package.layered':
      return `${event.functionName}: layer ${event.layerName} packaged, ${formatCountOf(event.packages, 'package')}, ${formatBytes(event.zippedBytes)} zipped, ${formatBytes(event.unzippedBytes)} unzipped, sha256 ${event.codeSha256}`;
    case 'package.finished':
      return `${event.functionName}: packaged ${formatCountOf(event.files, 'file')}, ${formatBytes(event.zippedBytes)} zipped, ${formatBytes(event.unzippedBytes)} unzipped, sha256 ${event.codeSha256}`;
  }
}

/** The first few names and how many more: `.env, .git/ and 3 more`. */
export function leftOutText(files: readonly string[]): string {
  return someNames(files.map(visibleName), NAMED_FILES);
}
