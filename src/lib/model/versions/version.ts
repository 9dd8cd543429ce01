import {ParseError} from '../parse-error.js';

/** A published, immutable version: digits. `$LATEST` is never one. */
export type Version = string;

declare const published: unique symbol;

/**
 * A version whose text has been looked at: digits, so never empty, `$LATEST` or an alias. What deletes takes nothing else,
 * because DeleteFunction without a qualifier deletes the whole function (Lambda API).
 */
export type PublishedVersion = Version & {readonly [published]: true};

/** Reads a version number. Throws ParseError for anything but digits. */
export function parseVersion(text: string): PublishedVersion {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new ParseError(
      `"${text}" is not a published version.`,
      'A version is a number such as 8; list them with: lambda-release versions list fn',
    );
  }
  return text as PublishedVersion;
}

/** Orders versions by number: AWS hands them out ascending and never reuses one. */
export function compareVersions(a: Version, b: Version): number {
  return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
}
