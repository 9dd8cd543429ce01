import {readFileSync} from 'node:fs';
import {RefusedError} from '../../errors.js';
import {ignoreLine} from '../source/ignore-line.js';
import {unreadable} from '../source/source-error.js';
import type {SourceFile} from '../source/source-file.js';
import type {Inspection} from './inspect-content.js';

/** A file that looks as if it held a credential. The credential itself is nowhere in it. */
export interface SecretInPackage {
  readonly path: string;
  /** Counted from 1; absent when the file is one by its name. */
  readonly line?: number;
  /** Such as `private key`. */
  readonly kind: string;
}

/** Names that stand for credentials whatever is in the file. The default rules leave them out; a rule may have taken them back in. */
const NAMES: readonly {readonly name: RegExp; readonly kind: string}[] = [
  {name: /^\.env(\.(?!(example|sample|template|dist|defaults)$).+)?$/, kind: 'environment file'},
  {name: /^\.(netrc|pypirc|git-credentials)$/, kind: 'login file'},
  {name: /\.(p12|pfx|ppk)$/, kind: 'key store'},
  {name: /^id_(rsa|dsa|ecdsa|ed25519)$/, kind: 'private key'},
];
// What a registry has delivered is public: the keys in it are test data, and the names are somebody's fixtures.
const INSTALLED = /(^|\/)(node_modules|site-packages)\//;

/** Whether a file has come from a registry, by a path of it with forward slashes. */
export function isInstalledPath(file: string): boolean {
  return INSTALLED.test(file);
}

/**
 * Files that look as if they held credentials, in the order of the package. Reads those that do, to tell the line. What is installed is
 * told by the path in the package, unless `isFromRegistry` knows better.
 */
export function secretsIn(
  files: readonly SourceFile[],
  inspections: ReadonlyMap<number, Inspection>,
  isFromRegistry: (file: SourceFile) => boolean = ({zipPath}) => isInstalledPath(zipPath),
): readonly SecretInPackage[] {
  const secrets: SecretInPackage[] = [];
  for (const [index, file] of files.entries()) {
    const found = inspections.get(index)?.secrets;
    const isInstalled = isFromRegistry(file);
    const counted = isInstalled ? found?.filter(({kind}) => kind !== 'private key') : found;
    if (counted && counted.length > 0) {
      const lineAt = lineCounter(file.absolutePath);
      secrets.push(...counted.map(({kind, at}) => ({path: file.zipPath, line: lineAt(at), kind})));
    } else if (!isInstalled && file.link === undefined) {
      const kind = kindOfName(file.zipPath);
      if (kind !== undefined) secrets.push({path: file.zipPath, kind});
    }
  }
  return secrets;
}

/**
 * Throws RefusedError (exit 3) naming file, line and kind of everything that looks like a credential and is not in `allowed`: paths
 * in the package, a folder with a slash at its end.
 */
export function assertNoSecrets(secrets: readonly SecretInPackage[], allowed: readonly string[]): void {
  const refused = secrets.filter(({path}) => !allowed.some((name) => isAllowed(path, name)));
  const [first] = refused;
  if (!first) return;
  const named = refused.map(({path, line, kind}) => `${path}${line === undefined ? '' : `:${line}`} (${kind})`);
  throw new RefusedError(`What looks like a credential would get into the package: ${named.join(', ')}.`, {
    code: 'SECRET_IN_PACKAGE',
    suggestions: [
      `Leave it out with the line ${ignoreLine(first.path)} in .lambdaignore, and read credentials from the role, Secrets Manager or Parameter Store.`,
      `When it is none, or belongs there: --allow-secret ${first.path}, or "allowSecrets: [${first.path}]" in the release file.`,
    ],
    details: {secrets: refused},
  });
}

function kindOfName(zipPath: string): string | undefined {
  const name = zipPath.slice(zipPath.lastIndexOf('/') + 1);
  return NAMES.find((rule) => rule.name.test(name))?.kind;
}

function isAllowed(zipPath: string, allowed: string): boolean {
  const name = allowed.replace(/^\.?\//, '');
  return zipPath === name || (name.endsWith('/') && zipPath.startsWith(name));
}

function lineCounter(file: string): (at: number) => number {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  return (at) => content.toString('latin1', 0, at).split('\n').length;
}
