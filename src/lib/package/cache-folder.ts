import {homedir} from 'node:os';
import path from 'node:path';

interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

const NAME = 'lambda-release';

/**
 * Where deflated entries are kept between runs: LAMBDA_RELEASE_CACHE, or a folder of our own in the user's cache folder as the
 * system has it (XDG Base Directory Specification; Apple's File System Programming Guide; LOCALAPPDATA on Windows).
 * `undefined` when that variable says `off` or the user has no home.
 */
export function cacheFolder({environment, platform = process.platform}: Machine): string | undefined {
  const named = environment.LAMBDA_RELEASE_CACHE;
  if (named === 'off') return undefined;
  if (named) return path.resolve(named);
  const {LOCALAPPDATA, XDG_CACHE_HOME} = environment;
  if (platform === 'win32' && LOCALAPPDATA) return path.join(LOCALAPPDATA, NAME, 'cache');
  // The specification: a relative path is to be ignored.
  if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, NAME);
  const home = environment.HOME || environment.USERPROFILE || homeOfUser();
  if (!home) return undefined;
  return platform === 'darwin' ? path.join(home, 'Library', 'Caches', NAME) : path.join(home, '.cache', NAME);
}

function homeOfUser(): string | undefined {
  try {
    return homedir();
  } catch {
    // A user without an entry in the system's list, as containers have them: packaging works without a cache.
    return undefined;
  }
}
