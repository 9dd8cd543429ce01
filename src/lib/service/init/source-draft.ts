import path from 'node:path';
import type {Draft} from '../../config/project/draft.js';
import {findHandler} from '../../config/project/exported-handler.js';
import {fileNames} from '../../config/project/project-file.js';
import {nodeRuntime, pythonRuntime} from '../../config/project/runtime-of.js';
import {UsageError} from '../../errors.js';

/** What an example is written into when nothing lies in the folder. */
export const EXAMPLE_SOURCE = 'function';
/** As the example has it. */
export const EXAMPLE_SETTINGS = {handler: 'index.handler', runtime: 'nodejs22.x'} as const;

/** A function out of a folder that was named, or the example where there is nothing: `isThere` says whether that folder is. */
export async function sourceDraft(folder: string, source: string, isThere: boolean): Promise<Draft> {
  const settings = isThere ? await settingsIn(folder, source) : EXAMPLE_SETTINGS;
  return {
    isExample: !isThere,
    origin: isThere ? `the folder ${source}` : 'an example to begin with, since nothing was found here',
    functions: [{key: path.basename(folder), source, isBuilt: true, settings: settings ?? {}}],
    rollout: {},
    build: [],
    reasons: isThere && settings ? [`${source} has the handler ${settings.handler}.`] : [],
    gaps: [],
  };
}

async function settingsIn(folder: string, source: string) {
  const place = path.join(folder, source);
  const node = await findHandler(place, /\.[cm]?js$/);
  if (node) return {handler: handlerOf(node), runtime: (await nodeRuntime(folder, undefined)).runtime};
  const python = await findHandler(place, /\.py$/);
  if (python) return {handler: handlerOf(python), runtime: (await pythonRuntime(folder, undefined)).runtime};
  const isBootstrap = (await fileNames(place)).includes('bootstrap');
  return isBootstrap ? {handler: 'bootstrap', runtime: 'provided.al2023'} : undefined;
}

function handlerOf({file, exported}: {readonly file: string; readonly exported: string}): string {
  return `${file.replace(/\.[^.]+$/, '')}.${exported}`;
}

/** A source as the release file writes it. Throws UsageError when it is not inside the folder. */
export function sourceWithin(folder: string, source: string): string {
  const relative = path.relative(folder, path.resolve(folder, source));
  if (!relative.startsWith('..') && !path.isAbsolute(relative)) return relative.split(path.sep).join('/') || '.';
  throw new UsageError(`The source folder ${source} is not inside this one.`, {
    code: 'SOURCE_OUTSIDE',
    suggestions: ['Name a folder below the current one, such as --source dist, or this one: --source .'],
  });
}
