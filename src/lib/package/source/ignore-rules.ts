import {readFileSync} from 'node:fs';
import path from 'node:path';
import ignore, {type Ignore} from 'ignore';
import {decodedText} from '../../model/decoded-text.js';
import {DEFAULT_RULES, MAY_BE_KEYS, MAY_BE_OWN_OUTPUT} from './default-rules.js';
import {isKeyFile} from './key-file.js';
import {isOwnOutput} from './own-output.js';
import {unreadable} from './source-error.js';

/** Name of the file, in the source folder, that says what stays out of the package. gitignore syntax. */
export const IGNORE_FILE = '.lambdaignore';

/** Names, with asterisks perhaps and a slash at the end for a folder: what most patterns are. */
const NAME_PATTERN = /^!?([^\s/*?[\]\\!#]*(?:\*[^\s/*?[\]\\!#]+)*\*?)(\/?)$/;

/** Why a path stays out: nobody wants it, or it looks as if it held credentials. */
export type LeftOutReason = 'unwanted' | 'secret';

/**
 * Tells what stays out of the package: the default rules, then .lambdaignore, the last matching rule deciding. The default rules are
 * matched without regard to case, for `.ENV` is as secret; .lambdaignore as git matches .gitignore, with regard to it.
 */
export class IgnoreRules {
  readonly #matcher: Ignore;
  readonly #sourceDir: string;
  /** What the name of a path has to be like for a rule that is about names alone, and the other rules; none takes anything back in. */
  readonly #names: RegExp;
  readonly #others: Ignore | undefined;
  readonly #isNamed = new Map<string, boolean>();

  /** `more` are default rules for this folder alone. Reads .lambdaignore where there is one. Throws UsageError when it cannot be read. */
  constructor(sourceDir: string, more: readonly string[] = []) {
    this.#sourceDir = sourceDir;
    const defaults = [...DEFAULT_RULES.map(({pattern}) => pattern), ...more];
    this.#matcher = ignore({ignorecase: false}).add(defaults.map((mark) => ({pattern: inAnyCase(mark), mark})));
    const own = readIgnoreFile(path.join(sourceDir, IGNORE_FILE));
    this.#matcher.add(own);
    const patterns = [...defaults, ...own.split(/\r?\n/)];
    this.#names = anyOf(patterns.filter((pattern) => NAME_PATTERN.test(pattern)));
    const others = patterns.filter((pattern) => !NAME_PATTERN.test(pattern)).map((line) => line.replace(/^!/, ''));
    this.#others = others.some((line) => /^\s*[^\s#]/.test(line)) ? ignore().add(others) : undefined;
  }

  /** Whether a path, relative to the source folder and with forward slashes, stays out. A folder that does takes everything in it. */
  leavesOut(relativePath: string, isFolder: boolean): boolean {
    return this.reasonToLeaveOut(relativePath, isFolder) !== undefined;
  }

  /** The same with the reason. */
  reasonToLeaveOut(relativePath: string, isFolder: boolean): LeftOutReason | undefined {
    const {ignored, rule} = this.#matcher.test(isFolder ? `${relativePath}/` : relativePath);
    if (!ignored) return undefined;
    const pattern = rule?.mark;
    if (pattern === undefined) return 'unwanted';
    // The names of keys are those of public certificates and of harmless files too: a function without its bundle fails at its first
    // TLS connection.
    if (MAY_BE_KEYS.has(pattern) && !isFolder && !isKeyFile(path.join(this.#sourceDir, relativePath))) return undefined;
    if (MAY_BE_OWN_OUTPUT.has(pattern) && (isFolder || !isOwnOutput(path.join(this.#sourceDir, relativePath)))) {
      return undefined;
    }
    return DEFAULT_RULES.some((each) => each.pattern === pattern && each.isSecret) ? 'secret' : 'unwanted';
  }

  /** The same, sooner, for a path whose folders are known not to stay out: of nearly all names no rule says anything. */
  reasonOfKept(relativePath: string, isFolder: boolean): LeftOutReason | undefined {
    const name = `${relativePath.slice(relativePath.lastIndexOf('/') + 1)}${isFolder ? '/' : ''}`;
    let isNamed = this.#isNamed.get(name);
    if (isNamed === undefined) {
      isNamed = this.#names.test(name);
      this.#isNamed.set(name, isNamed);
    }
    if (!isNamed && !this.#others?.ignores(isFolder ? `${relativePath}/` : relativePath)) return undefined;
    return this.reasonToLeaveOut(relativePath, isFolder);
  }

  /** Whether a line of .lambdaignore that begins with `!` takes a path in. */
  takesIn(relativePath: string, isFolder: boolean): boolean {
    return this.#matcher.test(isFolder ? `${relativePath}/` : relativePath).unignored;
  }
}

/** git's patterns know cases, and sets of characters. */
function inAnyCase(pattern: string): string {
  return pattern.replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
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
    return decodedText(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw unreadable(file, error);
  }
}
