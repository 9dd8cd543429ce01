import {execFile} from 'node:child_process';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {isDeepStrictEqual, promisify} from 'node:util';
import {packFunction} from '../../../src/lib/service/publish/pack-function.js';
import {EventRecorder} from '../../../test/fakes/event-recorder.js';
import {compareFiles, folderFiles, type PackageFiles, zippedFilesBelow} from './compare-files.js';
import {type PublicProject, type SkippedProject, skippedFor} from './public-project.js';
import {answerOf} from './run-handler.js';

/** A public project of Python and what installs it: the tool its own repository uses, at a pinned version. */
interface PythonPublicProject {
  /** As PyPI has it: `mcp==1.27.0`. */
  readonly name: string;
  readonly tool: string;
  /** How its manifest says what is there for development only. */
  readonly development: string;
  /** Make the lockfile, and install what is for development too. */
  readonly install: readonly (readonly string[])[];
  /** What the tool itself leaves for production, by the same lockfile. */
  readonly production: readonly string[];
  readonly lockfile: string;
}

const run = promisify(execFile);
const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'x86_64';
// Lambda's older Pythons are on Amazon Linux 2, whose glibc is older than what current wheels are built for.
const PYTHONS = ['python3.13', 'python3.12'];
const FOR_DEVELOPMENT = {name: 'pytest', version: '8.4.2'};

/** The index that pip was told to read, where it was: poetry asks its own by another interface, which not every mirror has. */
const {PIP_INDEX_URL: index} = process.env;
const POETRY_SOURCE =
  index === undefined ? '' : `[[tool.poetry.source]]\nname = "index"\nurl = "${index}"\npriority = "primary"\n`;

const PYTHON_PROJECTS: readonly PythonPublicProject[] = [
  {
    name: 'mcp==1.27.0',
    tool: 'uv==0.9.7',
    development: `[dependency-groups]\ndev = ["${FOR_DEVELOPMENT.name}==${FOR_DEVELOPMENT.version}"]\n[tool.uv]\npackage = false\n`,
    install: [['uv', 'sync', '--quiet']],
    production: ['uv', 'sync', '--quiet', '--frozen', '--no-dev'],
    lockfile: 'uv.lock',
  },
  {
    name: 'poetry==2.2.1',
    tool: 'poetry==2.2.1',
    development: `[tool.poetry]\npackage-mode = false\n[tool.poetry.group.dev.dependencies]\n${FOR_DEVELOPMENT.name} = "${FOR_DEVELOPMENT.version}"\n${POETRY_SOURCE}`,
    install: [
      ['poetry', 'lock', '--no-interaction'],
      ['poetry', 'sync', '--no-interaction'],
    ],
    production: ['poetry', 'sync', '--no-interaction', '--only', 'main'],
    lockfile: 'poetry.lock',
  },
];

/** Says of every distribution that is found which version it is, and of every module of theirs whether it loads, or its error. */
const handler = (distributions: readonly string[], modules: readonly string[]) => `import importlib
import importlib.metadata

def version(name):
    try:
        return [name, importlib.metadata.version(name)]
    except Exception as error:
        return [name, type(error).__name__]

def outcome(name):
    try:
        return [name, type(importlib.import_module(name)).__name__]
    except BaseException as error:
        return [name, type(error).__name__]

def handler(event, context):
    versions = [version(name) for name in ${JSON.stringify(distributions)}]
    return [versions, [outcome(name) for name in ${JSON.stringify(modules)}]]
`;

/** What is installed in a virtual environment, by its own word: distributions, and the modules at the top of each. */
const INSTALLED = `import importlib.metadata, json
modules = importlib.metadata.packages_distributions()
names = sorted({name for owners in modules.values() for name in owners})
print(json.dumps([names, sorted(name for name in modules if name.isidentifier())]))`;

/** Each project as a layer, in folders of its own below `folder`; on a Python of Amazon Linux 2023, and skipped without one. */
export async function pythonProjects(folder: string): Promise<readonly (PublicProject | SkippedProject)[]> {
  const results: (PublicProject | SkippedProject)[] = [];
  for (const project of PYTHON_PROJECTS) {
    const {name, tool} = project;
    const made = await prepared(path.join(folder, name), project);
    results.push('skipped' in made ? {name, tool, ...made} : await tried(project, made));
  }
  return results;
}

interface Prepared {
  readonly runtime: string;
  /** Of an environment with nothing in it, so that only the zip and the layer can have what loads. */
  readonly bareBin: string;
  /** Installed with what is for development. */
  readonly source: string;
  /** Where the packages are, as the tool installs them for production. */
  readonly reference: string;
  readonly answer: unknown;
}

async function prepared(
  folder: string,
  project: PythonPublicProject,
): Promise<Prepared | Pick<SkippedProject, 'skipped'>> {
  const inFolder = (name: string) => path.join(folder, name);
  const [source, production, tools, bare] = ['source', 'production', 'tools', 'bare'].map(inFolder) as [
    string,
    string,
    string,
    string,
  ];
  try {
    const runtime = await pythonOfMachine();
    await run(runtime, ['-m', 'venv', tools]);
    await run(runtime, ['-m', 'venv', '--without-pip', bare]);
    const pip = ['-m', 'pip', '--quiet', '--disable-pip-version-check', 'install'];
    await run(path.join(tools, 'bin', 'python'), [...pip, project.tool]);
    await run(path.join(tools, 'bin', 'python'), [...pip, '--no-deps', '--target', source, project.name]);
    await writeFile(path.join(source, 'pyproject.toml'), await manifest(source, project));
    const inTools = toolsOf({tools, bare});
    for (const command of project.install) await inTools(command, source);
    await mkdir(production);
    for (const file of ['pyproject.toml', project.lockfile])
      await writeFile(path.join(production, file), await readFile(path.join(source, file)));
    await inTools(project.production, production);
    const python = path.join(production, '.venv', 'bin', 'python');
    const {stdout: installed} = await run(python, ['-c', INSTALLED]);
    const [distributions, modules] = JSON.parse(installed);
    await writeFile(path.join(source, 'lambda-handler.py'), handler(distributions, modules));
    const call = `import importlib, json; print(json.dumps(importlib.import_module('lambda-handler').handler({}, None)))`;
    const env = {...process.env, PYTHONDONTWRITEBYTECODE: '1'};
    const {stdout} = await run(python, ['-c', call], {cwd: source, env});
    const reference = path.join(production, '.venv', 'lib', runtime, 'site-packages');
    const answer: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    return {runtime, bareBin: path.join(bare, 'bin'), source, reference, answer};
  } catch (error) {
    return skippedFor(error);
  }
}

async function pythonOfMachine(): Promise<string> {
  for (const name of PYTHONS) {
    try {
      await run(name, ['-c', '']);
      return name;
    } catch {
      // Not there, or a wrapper without it: the next one is asked.
    }
  }
  throw new Error(`none of ${PYTHONS.join(', ')} is here`);
}

function toolsOf({tools, bare}: {readonly tools: string; readonly bare: string}) {
  const env = {
    ...process.env,
    PATH: `${path.join(tools, 'bin')}:${process.env.PATH}`,
    UV_PYTHON: path.join(bare, 'bin', 'python'),
    UV_PYTHON_DOWNLOADS: 'never',
    UV_CACHE_DIR: path.join(tools, 'uv-cache'),
    POETRY_VIRTUALENVS_IN_PROJECT: 'true',
    // Its environments have pip of their own otherwise, which no lockfile asks for.
    POETRY_VIRTUALENVS_OPTIONS_NO_PIP: 'true',
    POETRY_CACHE_DIR: path.join(tools, 'poetry-cache'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  return ([command = '', ...args]: readonly string[], cwd: string) =>
    run(path.join(tools, 'bin', command), args, {cwd, env, maxBuffer: 64 * 1024 * 1024});
}

/** What it asks for at run time, as its publisher wrote it down, and something for development. */
async function manifest(source: string, {development}: PythonPublicProject): Promise<string> {
  const info = (await readdir(source)).find((name) => name.endsWith('.dist-info'));
  const metadata = await readFile(path.join(source, info ?? '', 'METADATA'), 'utf8');
  const values = (key: string) =>
    [...metadata.matchAll(new RegExp(`^${key}: (.*)$`, 'gm'))].map(([, value = '']) => value);
  const dependencies = values('Requires-Dist').filter((each) => !/;.*\bextra\b/.test(each));
  return `[project]
name = "project"
version = "1.0.0"
requires-python = ">=3.12,<4.0"
dependencies = ${JSON.stringify(dependencies, undefined, 2)}

${development}`;
}

async function tried({name, tool}: PythonPublicProject, made: Prepared): Promise<PublicProject> {
  const {runtime, bareBin, source, reference, answer: expected} = made;
  const sink = new EventRecorder();
  const request = {sourceDir: source, functionName: 'project', runtime, architecture: ARCHITECTURE, sink};
  const packed = await packFunction(request, {});
  const installed = await folderFiles(reference);
  const layer = zippedFilesBelow(packed.layer?.zip ?? Buffer.alloc(0), 'python/');
  const differences = compareFiles(layer, installed, (file) => ruleOf(file, installed));
  const {PATH = ''} = process.env;
  process.env.PATH = `${bareBin}:${PATH}`;
  try {
    const answer = await answerOf({zip: packed.package.zip, layer: packed.layer?.zip, runtime});
    return {name, tool, way: 'layer', isAnswering: isDeepStrictEqual(answer, expected), ...differences};
  } finally {
    process.env.PATH = PATH;
  }
}

/** Why a file is left out on purpose: a rule for every source, and not one for these projects. */
function ruleOf(file: string, installed: PackageFiles): string | undefined {
  if (/\.dist-info\/(?:RECORD|INSTALLER|REQUESTED|direct_url\.json|uv_[^/]*\.json)$/.test(file)) {
    return 'notes of the installation';
  }
  if (/^_virtualenv\.(?:py|pth)$/.test(file)) return 'of the virtual environment';
  const source = /^(?:(.*\/)?__pycache__\/)([^/.]+)\.[^/]*\.pyc$/.exec(file);
  if (source && installed.has(`${source[1] ?? ''}${source[2]}.py`)) return 'compiled of what is there';
  return undefined;
}
