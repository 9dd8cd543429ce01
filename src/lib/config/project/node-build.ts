import path from 'node:path';
import {parseTsconfig} from 'get-tsconfig';
import {fileNames, parsedAs, projectText} from './project-file.js';

/** How a project of Node.js is built, as far as its files tell. */
export interface NodeBuild {
  readonly tool: string;
  /** Folder of the output, relative to the project, with slashes. */
  readonly output: string;
  /** Files it begins with, relative to the project. */
  readonly entries: readonly string[];
  /** Dependencies end up in the output; tsc leaves them in node_modules. */
  readonly isBundled: boolean;
}

interface Builder {
  readonly tool: string;
  /** How a script calls it. */
  readonly command: RegExp;
  /** Flags of its command line that name the folder, or a file in it. */
  readonly folderFlag?: RegExp;
  readonly fileFlag?: RegExp;
  /** Where its configuration is, and how that names the folder. */
  readonly configFile?: RegExp;
  readonly configFolder?: RegExp;
  /** Where it writes to when nothing is said. */
  readonly usual: string;
}

const QUOTED = String.raw`['"\`](?:\.\/)?([\w./-]+)['"\`]`;

/** In this order: a project that bundles may check its types with tsc before. */
const BUILDERS: readonly Builder[] = [
  {
    tool: 'esbuild',
    command: /(?:^|[\s&;])esbuild\s|\b(?:es)?build\.[cm]?js\b/,
    folderFlag: /--outdir[= ](\S+)/,
    fileFlag: /--outfile[= ](\S+)/,
    configFile: /^(?:es)?build(?:\.config)?\.[cm]?[jt]s$/,
    configFolder: new RegExp(`outdir: *${QUOTED}`),
    usual: 'dist',
  },
  {
    tool: 'rollup',
    command: /(?:^|[\s&;])rollup\s/,
    folderFlag: /(?:-d|--dir)[= ](\S+)/,
    fileFlag: /(?:-o|--file)[= ](\S+)/,
    configFile: /^rollup\.config\.[cm]?[jt]s$/,
    configFolder: new RegExp(`(?:dir: *${QUOTED}|file: *['"\`](?:\\./)?([\\w./-]+)/[^/]+['"\`])`),
    usual: 'dist',
  },
  {
    tool: 'tsup',
    command: /(?:^|[\s&;])tsup\b/,
    folderFlag: /(?:-d|--out-dir)[= ](\S+)/,
    configFile: /^tsup\.config\.[cm]?[jt]s$/,
    configFolder: new RegExp(`outDir: *${QUOTED}`),
    usual: 'dist',
  },
  {
    tool: 'tsdown',
    command: /(?:^|[\s&;])tsdown\b/,
    folderFlag: /(?:-d|--out-dir)[= ](\S+)/,
    configFile: /^tsdown\.config\.[cm]?[jt]s$/,
    configFolder: new RegExp(`outDir: *${QUOTED}`),
    usual: 'dist',
  },
  {tool: 'ncc', command: /(?:^|[\s&;])ncc\s+build/, folderFlag: /(?:-o|--out)[= ](\S+)/, usual: 'dist'},
  {
    tool: 'webpack',
    command: /(?:^|[\s&;])webpack\b/,
    folderFlag: /(?:-o|--output-path)[= ](\S+)/,
    configFile: /^webpack\.config\.[cm]?[jt]s$/,
    configFolder: new RegExp(`path: *[\\w.]*\\([^)]*?${QUOTED} *\\)`),
    usual: 'dist',
  },
];

/**
 * How a project is built, by the scripts of its package.json, the configurations of the usual bundlers and tsconfig.json; nothing when
 * nothing is built. Throws UsageError when tsconfig.json cannot be read.
 */
export async function findNodeBuild(
  folder: string,
  scripts: Readonly<Record<string, string>>,
): Promise<NodeBuild | undefined> {
  const names = await fileNames(folder);
  const lines = Object.values(scripts);
  for (const builder of BUILDERS) {
    const line = lines.find((each) => builder.command.test(each));
    const config = names.find((name) => builder.configFile?.test(name));
    if (line === undefined && (config === undefined || !(await importsTool(folder, config, builder.tool)))) continue;
    return {
      tool: builder.tool,
      output: await outputOf(folder, builder, line ?? '', config),
      entries: entriesIn(line ?? ''),
      isBundled: !/--packages[= ]external/.test(line ?? ''),
    };
  }
  return typescriptBuild(folder, lines);
}

/** A build.mjs may be of anything. */
async function importsTool(folder: string, config: string, tool: string): Promise<boolean> {
  return config.startsWith(tool) || (await projectText(folder, config))?.includes(tool) === true;
}

async function outputOf(folder: string, builder: Builder, line: string, config: string | undefined): Promise<string> {
  const file = builder.fileFlag?.exec(line)?.[1];
  const named = file === undefined ? builder.folderFlag?.exec(line)?.[1] : path.posix.dirname(unquoted(file));
  if (named !== undefined) return normalized(unquoted(named));
  const text = config === undefined ? '' : ((await projectText(folder, config)) ?? '');
  const [, ...found] = builder.configFolder?.exec(text) ?? [];
  return normalized(found.find((each) => each !== undefined) ?? builder.usual);
}

async function typescriptBuild(folder: string, lines: readonly string[]): Promise<NodeBuild | undefined> {
  const line = lines.find((each) => /(?:^|[\s&;])tsc\b/.test(each) && !/--noEmit\b/.test(each));
  if (line === undefined) return undefined;
  const config = /(?:-p|--project) +(\S+)/.exec(line)?.[1] ?? 'tsconfig.json';
  const file = path.join(folder, /\.json$/.test(config) ? config : `${config}/tsconfig.json`);
  const hasConfig = (await projectText(file)) !== undefined;
  const {outDir, rootDir} = hasConfig
    ? parsedAs('a configuration of TypeScript', file, () => parseTsconfig(file).compilerOptions ?? {})
    : {};
  const output = /--outDir[= ](\S+)/.exec(line)?.[1] ?? outDir;
  // Without one it writes beside the sources.
  if (output === undefined) return undefined;
  const root = rootDir ?? 'src';
  const beginning = ['index', 'handler', 'app', 'main'].map((name) => path.posix.join(root, `${name}.ts`));
  return {tool: 'tsc', output: normalized(output), entries: beginning, isBundled: false};
}

/** Words of a command line that are files to build. */
function entriesIn(line: string): readonly string[] {
  const words = line.split(/\s+/).map(unquoted);
  return words.filter((word) => /^[^-=*]+\.[cm]?[jt]sx?$/.test(word) && !/\.config\.|^(?:es)?build\./.test(word));
}

function unquoted(word: string): string {
  return word.replace(/^['"]|['"]$/g, '');
}

function normalized(folder: string): string {
  return path.posix.normalize(folder.replaceAll('\\', '/')).replace(/\/$/, '');
}
