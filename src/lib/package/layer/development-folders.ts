import path from 'node:path';
import {UsageError} from '../../errors.js';
import {realSourceDir} from '../source/collect-files.js';
import {bundledFolders} from './lock/bundled-folders.js';
import {installedGraph} from './lock/installed-graph.js';
import {findNodeProject, isLocked} from './lock/locked-project.js';
import {foldersBut} from './lock/package-folders.js';
import {installedClosure} from './npm-installed.js';

/**
 * Absolute paths of the packages in a source folder's node_modules that it does not need at run time: devDependencies with what only they
 * need, and optional packages for another platform. What the lockfile does not know stays. Throws UsageError where there is no project of
 * npm, pnpm or yarn, and where what is installed is not what the lockfile says.
 */
export function developmentFolders(
  sourceDir: string,
  {runtime, architecture}: {readonly runtime?: string | undefined; readonly architecture?: string | undefined},
): ReadonlySet<string> {
  const folder = realSourceDir(sourceDir);
  const project = runtime === undefined || runtime.startsWith('nodejs') ? findNodeProject(folder) : undefined;
  if (!project) {
    throw new UsageError(
      `What of ${sourceDir} is for development only cannot be told: it is no project of npm, pnpm or yarn.`,
      {
        code: 'PRODUCTION_UNKNOWN',
        suggestions: [
          'Leave out production in the release file, and install without what is for development: npm ci --omit=dev',
        ],
        details: {source: sourceDir},
      },
    );
  }
  if (isLocked(project)) {
    const needed = installedGraph(project, {sourceDir: folder, runtime, architecture}).instances.values();
    const keeps = new Set([...needed].map((instance) => path.join(project.root, instance.folder)));
    const bundled = [...keeps].flatMap((each) => bundledFolders(each, keeps));
    return new Set(foldersBut(new Set([...keeps, ...bundled]), project));
  }
  const {instances} = installedClosure(project, {sourceDir: folder, runtime, architecture});
  const installed = [...project.packages.keys()].filter((lockPath) => lockPath.includes('node_modules/'));
  return new Set(
    installed.filter((lockPath) => !instances.has(lockPath)).map((lockPath) => path.join(project.root, lockPath)),
  );
}
