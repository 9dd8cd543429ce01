import {execFile} from 'node:child_process';
import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual, promisify} from 'node:util';
import {packFunction} from '../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../test/fakes/event-recorder.js';
import {compareFiles, installedFiles, zippedFiles} from './projects/compare-files.js';
import {goProject} from './projects/go-project.js';
import {NODE_PROJECTS, type NodePublicProject} from './projects/node-projects.js';
import {type PublicProject, type SkippedProject, skippedFor} from './projects/public-project.js';
import {pythonProjects} from './projects/python-projects.js';
import {answerOf} from './projects/run-handler.js';

const run = promisify(execFile);
const RUNTIME = `nodejs${process.versions.node.split('.')[0]}.x`;
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';
/** Something for development, so that leaving it out is tried; a project's own would take longer than all the rest. */
const FOR_DEVELOPMENT = {typescript: '5.9.3'};

/**
 * Public projects as their publishers sent them to npm and PyPI, each installed by the tool of its own repository, packaged with a handler
 * that loads all they depend on, and compared file by file with what that tool leaves for production; and a function of Go, as it is built.
 */
export async function publicProjects(): Promise<readonly (PublicProject | SkippedProject)[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'public-projects-'));
  try {
    const results: (PublicProject | SkippedProject)[] = [];
    for (const project of NODE_PROJECTS) {
      const {name, tool} = project;
      const made = await prepared(path.join(folder, name.replaceAll('/', '-')), project);
      if ('skipped' in made) results.push({name, tool, ...made});
      else for (const way of ['layer', 'production'] as const) results.push(await tried(project, made, way));
    }
    return [...results, ...(await pythonProjects(folder)), await goProject(folder)];
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** Files that differ without a reason, and the handler if it did not load all it wants. */
export function faultsIn({unexplained, isAnswering}: PublicProject): number {
  return unexplained.length + (isAnswering ? 0 : 1);
}

interface Prepared {
  /** Installed with what is for development. */
  readonly source: string;
  /** The same, as its tool installs it for production. */
  readonly reference: string;
  /** What the handler answers there: what each package is that it loads, or its error. */
  readonly answer: unknown;
}

async function prepared(
  folder: string,
  project: NodePublicProject,
): Promise<Prepared | Pick<SkippedProject, 'skipped'>> {
  const [source, reference, tools] = ['source', 'reference', 'tools'].map((name) => path.join(folder, name));
  if (source === undefined || reference === undefined || tools === undefined) throw new Error('Three folders.');
  try {
    await mkdir(tools, {recursive: true});
    await writeFile(path.join(tools, 'package.json'), '{"private": true}');
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...quiet, project.name, project.tool], {cwd: tools});
    const name = project.name.slice(0, project.name.lastIndexOf('@'));
    const isNested = (file: string) =>
      file.slice(tools.length + `/node_modules/${name}`.length).includes('node_modules');
    await cp(path.join(tools, 'node_modules', name), source, {recursive: true, filter: (file) => !isNested(file)});
    await withHandler(source, project);
    await tool(project, project.install, {cwd: source, tools});
    await cp(source, reference, {recursive: true, filter: (file) => path.basename(file) !== 'node_modules'});
    await tool(project, project.production, {cwd: reference, tools});
    const call = "require('./lambda-handler.cjs').handler().then((answer) => console.log(JSON.stringify(answer)))";
    const {stdout} = await run(process.execPath, ['-e', call], {cwd: reference});
    return {source, reference, answer: JSON.parse(stdout.trim().split('\n').at(-1) ?? '')};
  } catch (error) {
    return skippedFor(error);
  }
}

/** Of the manifest only what is asked for at run time stays: what builds and tests a project is not in what its publisher sends. */
async function withHandler(source: string, {settings}: NodePublicProject): Promise<void> {
  const file = path.join(source, 'package.json');
  const {name, version, type, dependencies} = JSON.parse(await readFile(file, 'utf8'));
  const manifest = {name, version, ...(type && {type}), dependencies, devDependencies: FOR_DEVELOPMENT};
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
  const wanted = Object.keys(dependencies).filter((each) => !each.startsWith('@types/'));
  const code = `const outcome = (name) => {
  try {
    return [name, typeof require(name)];
  } catch (error) {
    return [name, error.name];
  }
};
exports.handler = async () => ${JSON.stringify(wanted)}.map(outcome);
`;
  await writeFile(path.join(source, 'lambda-handler.cjs'), code);
  for (const [each, text] of Object.entries(settings)) await writeFile(path.join(source, each), text);
}

async function tool(
  {bin}: NodePublicProject,
  args: readonly string[],
  {cwd, tools}: {readonly cwd: string; readonly tools: string},
): Promise<void> {
  // A CI system's variables change what installs; yarn wants no lockfile of its own made in one.
  const {CI: _ci, ...env} = process.env;
  await run(path.join(tools, 'node_modules', '.bin', bin), args, {cwd, env, maxBuffer: 64 * 1024 * 1024});
}

async function tried(
  {name, tool}: NodePublicProject,
  {source, reference, answer: expected}: Prepared,
  way: PublicProject['way'],
): Promise<PublicProject> {
  const sink = new EventRecorder();
  const request = {sourceDir: source, functionName: 'project', runtime: RUNTIME, architecture: ARCHITECTURE, sink};
  const isLayered = way === 'layer';
  const made = await packFunction({...request, production: !isLayered}, isLayered ? {} : undefined);
  const differences = compareFiles(
    zippedFiles(made.layer?.zip ?? made.package.zip),
    await installedFiles(path.join(reference, 'node_modules')),
    ruleOf,
  );
  const answer = await answerOf({zip: made.package.zip, layer: made.layer?.zip, runtime: RUNTIME});
  const isAnswering = isDeepStrictEqual(answer, expected);
  return {name, tool, way, isAnswering, ...differences};
}

/** Why a file of a production install is left out on purpose: a rule for every source, and not one for these projects. */
function ruleOf(file: string): string | undefined {
  return path.posix.basename(file) === '.gitattributes' ? 'left out as of git' : undefined;
}
