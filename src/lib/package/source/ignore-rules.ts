import {readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';
import {DEFAULT_RULES} from './default-rules.js';
import {unreadable} from './source-error.js';

/** Name of the file, in the source folder, that says what stays out of the package. gitignore syntax. */
export const IGNORE_FILE = '.lambdaignore';

const DEFAULT = 'default';
/** Names, with asterisks perhaps and a slash at the end for a folder: what most patterns are. */
const NAME_PATTERN = /^!?([^\s/*?[\]\\!#]*(?:\*[^\s/*?[\]\\!#]+)*\*?)(\/?)$/;
const PEM_BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----/g;

/** Tells what stays out of the package: the default rules, then .lambdaignore, the last matching rule deciding. */
export class IgnoreRules {
  readonly #matcher: Ignore;
  readonly #sourceDir: string;
  /** What the name of a path has to be like for a rule that is about names alone, and the other rules; none takes anything back in. */
  readonly #names: RegExp;
  readonly #others: Ignore | undefined;
  readonly #isNamed = new Map<string, boolean>();

  /** Reads .lambdaignore where there is one. Throws UsageError when it cannot be read. */
  constructor(sourceDir: string) {
    this.#sourceDir = sourceDir;
    this.#matcher = ignore().add(DEFAULT_RULES.map((pattern) => ({pattern, mark: DEFAULT})));
    const own = readIgnoreFile(path.join(sourceDir, IGNORE_FILE));
    this.#matcher.add(own);
    const patterns = [...DEFAULT_RULES, ...own.split(/\r?\n/)];
    this.#names = anyOf(patterns.filter((pattern) => NAME_PATTERN.test(pattern)));
    const others = patterns.filter((pattern) => !NAME_PATTERN.test(pattern)).map((line) => line.replace(/^!/, ''));
    this.#others = others.some((line) => /^\s*[^\s#]/.test(line)) ? ignore().add(others) : undefined;
  }

  /** Whether a path, relative to the source folder and with forward slashes, stays out. A folder that does takes everything in it. */
  leavesOut(relativePath: string, isFolder: boolean): boolean {
    const {ignored, rule} = this.#matcher.test(isFolder ? `${relativePath}/` : relativePath);
    if (!ignored) return false;
    // CA bundles are .pem files too, they are public, and a function without its bundle fails at its first TLS connection.
    const mayBeCertificates = rule?.mark === DEFAULT && rule.pattern === '*.pem' && !isFolder;
    return !(mayBeCertificates && holdsOnlyCertificates(path.join(this.#sourceDir, relativePath)));
  }

  /** The same, sooner, for a path whose folders are known not to stay out: of nearly all names no rule says anything. */
  leavesOutOfKept(relativePath: string, isFolder: boolean): boolean {
    const name = `${relativePath.slice(relativePath.lastIndexOf('/') + 1)}${isFolder ? '/' : ''}`;
    let isNamed = this.#isNamed.get(name);
    if (isNamed === undefined) {
      isNamed = this.#names.test(name);
      this.#isNamed.set(name, isNamed);
    }
    if (!isNamed && !this.#others?.ignores(isFolder ? `${relativePath}/` : relativePath)) return false;
    return this.leavesOut(relativePath, isFolder);
  }
}

/** Matches the names, with a slash at the end for folders, that patterns of names match. */
function anyOf(patterns: readonly string[]): RegExp {
  const sources = patterns.map((pattern) => {
    const [, name = '', slash = ''] = NAME_PATTERN.exec(pattern) ?? [];
    const source = name.split('*').map((part) => part.replace(/[$()+.^{|}-]/g, '\\$&'));
    return `${source.join('.*')}${slash === '' ? '/?' : '/'}`;
  });
  return new RegExp(`^(?:${sources.join('|')})$`, 'is');
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
    // A pipe would keep whoever reads it waiting.
    if (!statSync(file).isFile()) return false;
    text = readFileSync(file, 'latin1');
  } catch {
    // What cannot be read does not show that it is public: it stays out, and is reported as left out.
    return false;
  }
  const blocks = [...text.matchAll(PEM_BLOCK)].map(([, label]) => label);
  return blocks.length > 0 && blocks.every((label) => label === 'CERTIFICATE' || label === 'TRUSTED CERTIFICATE');
}
