import {readFileSync} from 'node:fs';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';
import {DEFAULT_RULES} from './default-rules.js';
import {unreadable} from './source-error.js';

/** Name of the file, in the source folder, that says what stays out of the package. gitignore syntax. */
export const IGNORE_FILE = '.lambdaignore';

const DEFAULT = 'default';
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----/g;

/** Tells what stays out of the package: the default rules, then .lambdaignore, the last matching rule deciding. */
export class IgnoreRules {
  readonly #matcher: Ignore;
  readonly #sourceDir: string;

  /** Reads .lambdaignore where there is one. Throws UsageError when it cannot be read. */
  constructor(sourceDir: string) {
    this.#sourceDir = sourceDir;
    this.#matcher = ignore().add(DEFAULT_RULES.map((pattern) => ({pattern, mark: DEFAULT})));
    this.#matcher.add(readIgnoreFile(path.join(sourceDir, IGNORE_FILE)));
  }

  /** Whether a path, relative to the source folder and with forward slashes, stays out. A folder that does takes everything in it. */
  leavesOut(relativePath: string, isFolder: boolean): boolean {
    const {ignored, rule} = this.#matcher.test(isFolder ? `${relativePath}/` : relativePath);
    if (!ignored) return false;
    // CA bundles are .pem files too, they are public, and a function without its bundle fails at its first TLS connection.
    const mayBeCertificates = rule?.mark === DEFAULT && rule.pattern === '*.pem' && !isFolder;
    return !(mayBeCertificates && holdsOnlyCertificates(path.join(this.#sourceDir, relativePath)));
  }
}

/** What the rules of a folder are: two folders, or moments, with the same text leave out the same names. */
export function ignoreRulesText(sourceDir: string): string {
  return [...DEFAULT_RULES, readIgnoreFile(path.join(sourceDir, IGNORE_FILE))].join('\n');
}

function readIgnoreFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw unreadable(file, error);
  }
}

function holdsOnlyCertificates(file: string): boolean {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch (error) {
    throw unreadable(file, error);
  }
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([, label]) => label);
  return blocks.length > 0 && blocks.every((label) => label === 'CERTIFICATE' || label === 'TRUSTED CERTIFICATE');
}
