import path from 'node:path';
import {parse} from 'smol-toml';
import {type InstallTool, installLine} from '../../model/layer/install-line.js';
import type {Draft} from './draft.js';
import {type ExportedHandler, findHandler} from './exported-handler.js';
import {parsedAs, projectText} from './project-file.js';
import {pythonRuntime} from './runtime-of.js';

/** What is looked at of a pyproject.toml. */
interface Pyproject {
  readonly project?: {
    readonly name?: string;
    readonly 'requires-python'?: string;
    readonly dependencies?: readonly string[];
  };
  readonly tool?: {
    readonly poetry?: {readonly name?: string; readonly dependencies?: Readonly<Record<string, unknown>>};
  };
}

/** The tool of each lockfile that a layer is computed from. */
const TOOLS: Readonly<Record<string, InstallTool>> = {
  'uv.lock': 'uv',
  'poetry.lock': 'poetry',
  'Pipfile.lock': 'pipenv',
};
const COMPILE = 'uv pip compile pyproject.toml --output-file requirements.txt';

/**
 * A project of Python by its requirements.txt, pyproject.toml, uv.lock, poetry.lock or Pipfile.lock, or a handler that lies there. Nothing when there
 * is none of them. Throws UsageError when a file cannot be read.
 */
export async function pythonProject(folder: string): Promise<Draft | undefined> {
  const requirements = await projectText(folder, 'requirements.txt');
  const pyproject = await readPyproject(folder);
  const found = await findCode(folder);
  const lockfile = await firstThere(folder, Object.keys(TOOLS));
  if (requirements === undefined && pyproject === undefined && lockfile === undefined && found === undefined)
    return undefined;
  // A pyproject.toml may hold the settings of a linter alone.
  if (requirements === undefined && !pyproject?.project && !pyproject?.tool?.poetry && !lockfile && found === undefined)
    return undefined;
  const hasDependencies =
    asksFor(requirements, pyproject) || (requirements === undefined && lockfile === 'Pipfile.lock');
  const {runtime, from} = await pythonRuntime(folder, pyproject?.project?.['requires-python']);
  const source = found?.folder ?? '.';
  const handler = found && `${found.file.replace(/\.py$/, '')}.${found.exported}`;
  const tool = requirements === undefined ? TOOLS[lockfile ?? ''] : undefined;
  const compiling = requirements === undefined && tool === undefined ? [COMPILE] : [];
  const basis = requirements !== undefined ? 'requirements.txt' : (lockfile ?? 'pyproject.toml');
  return {
    origin: `${hasDependencies || requirements !== undefined || pyproject ? basis : `${handler}`}, a project of Python`,
    functions: [
      {
        key: pyproject?.project?.name ?? pyproject?.tool?.poetry?.name ?? path.basename(folder),
        source,
        isBuilt: false,
        settings: {
          ...(handler !== undefined && {handler}),
          runtime,
          ...(hasDependencies && {layer: 'dependencies' as const}),
        },
      },
    ],
    rollout: {},
    build: hasDependencies ? [...compiling, installLine(tool ?? 'pip', {runtime})] : [],
    reasons: [
      ...(found ? [`${path.posix.join(source, found.file)} names the handler: ${handler}.`] : []),
      ...(from === undefined ? [] : [`${from} names the runtime: ${runtime}.`]),
      ...(hasDependencies
        ? [`What ${basis} asks for becomes a layer (layer: dependencies), from the folder python.`]
        : []),
    ],
    gaps: [],
  };
}

async function readPyproject(folder: string): Promise<Pyproject | undefined> {
  const text = await projectText(folder, 'pyproject.toml');
  if (text === undefined) return undefined;
  return parsedAs('TOML', path.join(folder, 'pyproject.toml'), () => parse(text) as Pyproject);
}

/** The folder goes into the zip as it is: what is imported as a package of its own must stand at its top. */
async function findCode(folder: string): Promise<(ExportedHandler & {readonly folder: string}) | undefined> {
  for (const place of ['.', 'src', 'app', 'function', 'lambda']) {
    const handler = await findHandler(path.join(folder, place), /\.py$/);
    if (handler) return {folder: place, ...handler};
  }
  return undefined;
}

function asksFor(requirements: string | undefined, pyproject: Pyproject | undefined): boolean {
  if (requirements !== undefined) return /^\s*[^\s#]/m.test(requirements);
  const ofPoetry = Object.keys(pyproject?.tool?.poetry?.dependencies ?? {}).filter((name) => name !== 'python');
  return (pyproject?.project?.dependencies ?? []).length + ofPoetry.length > 0;
}

async function firstThere(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if ((await projectText(folder, name)) !== undefined) return name;
  return undefined;
}
