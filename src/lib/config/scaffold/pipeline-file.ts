import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {stringify} from 'yaml';
import {packageRoot} from '../../package-root.js';
import {beforeRelease, type DraftFunction} from '../project/draft.js';
import {projectText} from '../project/project-file.js';
import {type PlannedFile, plannedFile} from './planned-file.js';
import {isOwnDependency, ownPackage} from './schema-address.js';

/** Where releases are run. */
export const PIPELINES = ['github', 'gitlab', 'codepipeline'] as const;
export type Pipeline = (typeof PIPELINES)[number];

interface PipelineSpec {
  readonly functions: readonly Pick<DraftFunction, 'source' | 'isBuilt' | 'settings'>[];
  readonly build: readonly string[];
  /** Of the release file, when it has some. */
  readonly environment?: string | undefined;
}

/** A file of a pipeline, and what to say where another one is in its place already. */
interface PlannedPipeline {
  readonly file: PlannedFile;
  readonly remarks: readonly string[];
}

interface Place {
  /** In templates/pipeline/. */
  readonly template: string;
  /** That the system looks for. */
  readonly file: string;
  /** Where it goes instead when that is somebody else's. */
  readonly beside: string;
  readonly remark: string;
  /** What has to be set before it runs. */
  readonly needs: string;
}

const PLACES: Readonly<Record<Pipeline, Place>> = {
  github: {
    needs:
      'The workflow wants two variables of the repository, AWS_ROLE_ARN and AWS_REGION: its first lines say which role.',
    template: 'github.yml',
    file: '.github/workflows/release.yml',
    beside: '.github/workflows/lambda-release.yml',
    remark:
      '.github/workflows/release.yml is there already and is left as it is; the workflow stands in lambda-release.yml beside it.',
  },
  gitlab: {
    needs: 'The jobs want two variables of the project, AWS_ROLE_ARN and AWS_REGION: their first lines say which role.',
    template: 'gitlab.yml',
    file: '.gitlab-ci.yml',
    beside: '.gitlab/lambda-release.yml',
    remark:
      '.gitlab-ci.yml is there already and is left as it is. Take the jobs in with this line in it: include: [{local: .gitlab/lambda-release.yml}]',
  },
  codepipeline: {
    needs:
      "The service role of CodeBuild's project needs permissions, and one build at a time: the first lines of the file say which.",
    template: 'buildspec.yml',
    file: 'buildspec.yml',
    beside: 'buildspec-release.yml',
    remark:
      'buildspec.yml is there already and is left as it is: name buildspec-release.yml as the buildspec of the project that releases.',
  },
};

/** Plans the file of a pipeline: what builds the functions, then deploy. Throws UsageError when what is there cannot be read. */
export async function planPipeline(folder: string, pipeline: Pipeline, spec: PipelineSpec): Promise<PlannedPipeline> {
  const {template, file, beside, remark, needs} = PLACES[pipeline];
  const text = await pipelineText(
    folder,
    pipeline,
    await readFile(path.join(packageRoot, 'templates/pipeline', template), 'utf8'),
    spec,
  );
  const before = await projectText(folder, ...file.split('/'));
  // Ours begins as the template does.
  const isOurs = before === undefined || before.split('\n', 1)[0] === text.split('\n', 1)[0];
  const planned = await plannedFile(folder, isOurs ? file : beside, text);
  return {file: planned, remarks: [...(isOurs ? [] : [remark]), ...(planned.before === text ? [] : [needs])]};
}

async function pipelineText(folder: string, pipeline: Pipeline, template: string, spec: PipelineSpec): Promise<string> {
  const {functions, build, environment} = spec;
  const {name, version} = await ownPackage();
  // Of GitLab's two jobs the second one has no node_modules.
  const isInstalled =
    pipeline !== 'gitlab' && (await isOwnDependency(folder)) && build.some((line) => line.startsWith('npm '));
  const tool = isInstalled ? `npx ${name}` : `npx --yes ${name}@${version}`;
  const python = /^python(3\.\d+)$/.exec(
    functions.map(({settings}) => settings.runtime ?? '').find((each) => each.startsWith('python')) ?? '',
  )?.[1];
  const lines = [...installsFirst(build, pipeline), ...build];
  // Built before there are credentials, and in a job of its own where there is one.
  const skip = beforeRelease(build, functions).length < build.length ? ' --skip-build' : '';
  let text = template;
  if (python === undefined) text = text.replace(/^ {6}- uses: actions\/setup-python.*\n {8}with:\n.*\n/m, '');
  if (build.length === 0) text = withoutBuild(text);
  return text
    .replace(/python-version: "3\.13"/, () => `python-version: ${JSON.stringify(python)}`)
    .replace(/^( *)(- )?BUILD$/m, (_all, indent: string, dash = '') =>
      lines.map((line) => `${indent}${dash}${dash === '' ? line : toYaml(line)}`).join('\n'),
    )
    .replace(/\bIMAGE\b/, () => imageOf(build, functions[0]?.settings.runtime, python))
    .replace(
      /\bARTIFACTS\b/,
      () =>
        `[${artifactsOf(functions, python !== undefined)
          .map(toYaml)
          .join(', ')}]`,
    )
    .replace(/\bRUNTIMES\b/, () => `{nodejs: 22${python === undefined ? '' : `, python: ${JSON.stringify(python)}`}}`)
    .replace(
      /\bTOOL deploy\b/,
      () => `${tool} deploy${environment === undefined ? '' : ` --environment ${environment}`}${skip}`,
    );
}

/** Tools that the images of CI systems do not bring. */
function installsFirst(build: readonly string[], pipeline: Pipeline): readonly string[] {
  const install = pipeline === 'github' ? 'pipx install' : 'pip install';
  return [
    ...(build.some((line) => line.startsWith('uv ')) ? [`${install} uv`] : []),
    ...(build.some((line) => line.startsWith('poetry ')) ? ['pip install poetry poetry-plugin-export'] : []),
    ...(build.some((line) => line.startsWith('pipenv ')) ? ['pip install pipenv'] : []),
    ...(build.some((line) => line.startsWith('pnpm ')) ? ['corepack enable'] : []),
    ...(build.some((line) => line.startsWith('sam ')) && pipeline === 'codepipeline'
      ? ['pip install aws-sam-cli']
      : []),
  ];
}

/** Without its step, or its job, that builds. */
function withoutBuild(text: string): string {
  return text
    .replace(/^ {6}- name: Build\n(?: {8}.*\n)+/m, '')
    .replace(/^build-function:\n(?: {2}.*\n)+\n/m, '')
    .replace(/^ *- BUILD\n/m, '');
}

function imageOf(build: readonly string[], runtime: string | undefined, python: string | undefined): string {
  // AWS's own, with the runtime and SAM in it.
  if (build.some((line) => line.startsWith('sam '))) return `public.ecr.aws/sam/build-${runtime ?? 'nodejs22.x'}`;
  return python === undefined ? 'node:22' : `python:${python}`;
}

/** What the first job makes and the second one packs. */
function artifactsOf(functions: PipelineSpec['functions'], isPython: boolean): readonly string[] {
  const built = functions.filter(({isBuilt}) => isBuilt).map(({source}) => source);
  const isLayered = functions.some(({settings}) => settings.layer !== undefined);
  return [...new Set([...built, ...(isLayered ? (isPython ? ['python', 'requirements.txt'] : ['node_modules']) : [])])];
}

function toYaml(text: string): string {
  return stringify(text, {lineWidth: 0}).trimEnd();
}
