import {RefusedError} from '../../errors.js';
import {installLine} from '../../model/layer/install-line.js';
import {isFor} from '../inspect/platform-siblings.js';
import {platformOf} from '../platform-path.js';

interface OptionalPackages {
  /** Optional packages that fit Lambda by the lockfile and are not installed, as lockfile paths. */
  readonly absent: readonly string[];
  /** Those for other platforms, installed or not. */
  readonly foreign: readonly string[];
}

/**
 * Throws RefusedError (exit 3) when an optional package for Lambda's platform is absent (`@x/linux-x64`) and one of its siblings for
 * another is installed (`@x/darwin-arm64`): then npm ran for the machine it ran on, and the layer would have no binary at all. npm
 * doing without all of them is no mistake.
 */
export function assertSiblingsInstalled(
  {absent, foreign}: OptionalPackages,
  isInstalled: (lockPath: string) => boolean,
  architecture: string | undefined,
  line = installLine('npm', {architecture}),
): void {
  const familyOf = (lockPath: string) => platformOf(lockPath).family;
  const others = foreign.filter((each) => platformOf(each).system !== undefined && isInstalled(each));
  // Lockfiles of older npm do not say which C library a package is for; its name does.
  const fits = (lockPath: string) => architecture === undefined || isFor(lockPath, architecture);
  const missing = absent.filter(
    (each) =>
      fits(each) &&
      platformOf(each).otherLinux === undefined &&
      others.some((other) => familyOf(other) === familyOf(each)),
  );
  if (missing.length === 0) return;
  const families = new Set(missing.map(familyOf));
  const instead = others.filter((each) => families.has(familyOf(each)));
  throw new RefusedError(
    `Not installed for the function's platform: ${missing.map(withoutFolder).join(', ')}; there is only ${instead.map(withoutFolder).join(', ')}.`,
    {
      code: 'OPTIONAL_PACKAGE_MISSING',
      suggestions: [`Install for the function's platform: ${line}`],
      details: {missing, instead, architecture},
    },
  );
}

function withoutFolder(lockPath: string): string {
  return lockPath.replace(/^.*node_modules\//, '');
}
