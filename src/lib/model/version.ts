import {ParseError} from './parse-error.js';

/** A published, immutable version: digits. `$LATEST` is never one. */
export type Version = string;

/** Reads a version number. Throws ParseError for anything but digits. */
export function parseVersion(text: string): Version {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new ParseError(
      `"${text}" is not a published version.`,
      'A version is a number such as 8; list them with: lambda-release status fn',
    );
  }
  return text;
}

/** Orders versions by number: AWS hands them out ascending and never reuses one. */
export function compareVersions(a: Version, b: Version): number {
  return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
}
