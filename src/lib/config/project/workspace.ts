import path from 'node:path';
import {glob} from 'tinyglobby';
import {parse} from 'yaml';
import {fieldsOf, listOf} from '../import/fields.js';
import type {Draft, DraftFunction} from './draft.js';
import {nodeProject, readManifest} from './node-project.js';
import {parsedAs, projectText} from './project-file.js';

/**
 * The workspace of npm, yarn, bun or pnpm that a folder is the root of: a function for each package of it in which a handler is
 * found. Nothing when it is none, or none of its packages is a function. Throws UsageError when a file cannot be read.
 */
export async function workspace(folder: string): Promise<Draft | undefined> {
  const patterns = await patternsOf(folder);
  if (patterns.length === 0) return undefined;
  const manifests = await glob(
    patterns.map((pattern) => pattern.replace(/\/*$/, '/package.json')),
    {cwd: folder, ignore: ['**/node_modules/**'], expandDirectories: false},
  );
  const found: {readonly place: string; readonly draft: Draft; readonly made: DraftFunction}[] = [];
  for (const manifest of manifests.sort()) {
    const place = path.posix.dirname(manifest);
    const draft = await nodeProject(path.join(folder, place), folder);
    const [made] = draft?.functions ?? [];
    if (draft === undefined || made?.settings.handler === undefined) continue;
    found.push({place, draft, made: {...made, source: path.posix.join(place, made.source)}});
  }
  if (found.length === 0) return undefined;
  const manager = (await projectText(folder, 'pnpm-workspace.yaml')) === undefined ? 'npm' : 'pnpm';
  const making = manager === 'npm' ? 'npm run build --workspaces --if-present' : 'pnpm --recursive run build';
  // One command for all, which a release runs once.
  const functions = found.map(({made: {settings, ...made}}) => ({
    ...made,
    settings: {...settings, ...(settings.build !== undefined && {build: making})},
  }));
  return {
    origin: `a workspace: ${found.map(({place}) => place).join(', ')}`,
    functions,
    rollout: {},
    build: [
      manager === 'npm' ? 'npm ci' : 'pnpm install --frozen-lockfile',
      ...(functions.some(({settings}) => settings.build !== undefined) ? [making] : []),
    ],
    reasons: found.flatMap(({place, draft}) => draft.reasons.map((reason) => `${place}: ${reason}`)),
    gaps: found.flatMap(({place, draft}) => draft.gaps.map((gap) => `${place}: ${gap}`)),
  };
}

async function patternsOf(folder: string): Promise<readonly string[]> {
  const text = await projectText(folder, 'pnpm-workspace.yaml');
  const ofPnpm: unknown =
    text === undefined ? undefined : parsedAs('YAML', path.join(folder, 'pnpm-workspace.yaml'), () => parse(text));
  const {workspaces} = (await readManifest(folder)) ?? {};
  const ofNpm = Array.isArray(workspaces) ? workspaces : fieldsOf(workspaces).packages;
  const patterns = fieldsOf(ofPnpm).packages ?? ofNpm;
  return listOf(patterns).filter((pattern) => typeof pattern === 'string');
}
