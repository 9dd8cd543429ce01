import path from 'node:path';
import type {Draft, DraftFunction} from './draft.js';
import {exportedHandler, findHandler} from './exported-handler.js';
import {findNodeBuild, type NodeBuild} from './node-build.js';
import {fileNames, parsedAs, projectText} from './project-file.js';
import {nodeRuntime} from './runtime-of.js';

/** What is looked at of a package.json; anything may stand there. */
interface Manifest {
  readonly name?: unknown;
  readonly main?: unknown;
  readonly workspaces?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly engines?: {readonly node?: string};
}

const CODE = /\.[cm]?js$/;
const ANY_CODE = /\.[cm]?[jt]s$/;

/** How each package manager installs exactly what its lockfile says. */
const INSTALLS: Readonly<Record<string, string>> = {
  'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
  'yarn.lock': 'yarn install --immutable',
  'bun.lock': 'bun install --frozen-lockfile',
  'package-lock.json': 'npm ci',
  'npm-shrinkwrap.json': 'npm ci',
};

/**
 * A project of Node.js by its package.json: one function, out of what the build makes or out of the folder itself. Nothing without a
 * package.json, or when it says nothing of a function: no build, no handler. `root` is where the lockfile may lie as well. Throws
 * UsageError when a file cannot be read.
 */
export async function nodeProject(folder: string, root = folder): Promise<Draft | undefined> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) return undefined;
  const {scripts = {}, dependencies = {}, engines} = manifest;
  const build = await findNodeBuild(folder, scripts);
  const code = await codeOf(folder, manifest, build);
  if (build === undefined && code.handler === undefined) return undefined;
  const {runtime, from} = await nodeRuntime(folder, engines?.node);
  const lockfile = [...(await fileNames(folder)), ...(await fileNames(root))].find((name) => name in INSTALLS);
  const leftBehind = Object.keys(dependencies).length > 0 && build?.isBundled !== true;
  const isLayered = leftBehind && lockfile !== undefined && lockfile !== 'bun.lock';
  const making = build !== undefined && Object.keys(scripts).includes('build') ? 'npm run build' : undefined;
  const made: DraftFunction = {
    key: keyOf(manifest, folder),
    source: code.source,
    isBuilt: build !== undefined,
    settings: {
      ...(making !== undefined && {build: making}),
      ...(code.handler !== undefined && {handler: code.handler}),
      runtime,
      ...(isLayered && {layer: 'dependencies' as const}),
    },
  };
  return {
    origin: `package.json, ${build === undefined ? 'nothing to build' : `built by ${build.tool}`}`,
    functions: [made],
    rollout: {},
    build: [...installing(manifest, lockfile), ...(making === undefined ? [] : [making])],
    reasons: [
      build === undefined
        ? `package.json has no build, so the source is ${sourceText(code.source)}.`
        : `package.json is built by ${build.tool} into ${build.output}.`,
      ...(code.reason === undefined ? [] : [code.reason]),
      ...(from === undefined ? [] : [`${from} names the runtime: ${runtime}.`]),
      ...(isLayered ? ['Its dependencies are not in the output, so they become a layer (layer: dependencies).'] : []),
    ],
    gaps: [
      ...(leftBehind && !isLayered
        ? [
            `${build?.tool ?? 'Nothing'} takes the dependencies into the output, and a layer of them needs a lockfile of npm, pnpm or yarn: bundle them, with esbuild for example.`,
          ]
        : []),
    ],
  };
}

function installing(
  {dependencies = {}, devDependencies = {}}: Manifest,
  lockfile: string | undefined,
): readonly string[] {
  if (lockfile !== undefined) return [INSTALLS[lockfile] ?? ''];
  return Object.keys({...dependencies, ...devDependencies}).length > 0 ? ['npm install'] : [];
}

/** The package.json of a folder, if it has one. Throws UsageError. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await projectText(folder, 'package.json');
  if (text === undefined) return undefined;
  const value: unknown = parsedAs('JSON', path.join(folder, 'package.json'), () => JSON.parse(text));
  return typeof value === 'object' && value !== null ? value : {};
}

interface Code {
  readonly source: string;
  readonly handler?: string;
  readonly reason?: string;
}

async function codeOf(folder: string, {main}: Manifest, build: NodeBuild | undefined): Promise<Code> {
  const source = build?.output ?? '.';
  const named = typeof main === 'string' ? path.posix.normalize(main) : undefined;
  if (build === undefined) {
    for (const place of ['.', 'src']) {
      const found = await findHandler(path.join(folder, place), CODE);
      if (found) return withHandler(source, path.posix.join(place, found.file), found.exported);
    }
    return {source};
  }
  const built = await findHandler(path.join(folder, source), CODE);
  if (built) return withHandler(source, built.file, built.exported);
  for (const entry of build.entries) {
    const exported = exportedHandler(entry, (await projectText(folder, entry)) ?? '');
    if (exported !== undefined) return withHandler(source, path.posix.basename(entry), exported, entry);
  }
  const within = named === undefined ? '..' : path.posix.relative(source, named);
  if (!within.startsWith('..') && ANY_CODE.test(within)) return withHandler(source, within, 'handler', 'main');
  const written = await findHandler(path.join(folder, 'src'), ANY_CODE);
  return written ? withHandler(source, written.file, written.exported, `src/${written.file}`) : {source};
}

function withHandler(source: string, file: string, exported: string, seenIn = path.posix.join(source, file)): Code {
  const handler = `${file.replace(ANY_CODE, '')}.${exported}`;
  return {source, handler, reason: `${seenIn} names the handler: ${handler}.`};
}

/** The package's own name, without its scope, where that can be a function's. */
function keyOf({name}: Manifest, folder: string): string {
  const bare = typeof name === 'string' ? name.replace(/^@[^/]*\//, '') : '';
  return bare === '' ? path.basename(folder) : bare;
}

function sourceText(source: string): string {
  return source === '.' ? 'this folder' : source;
}
