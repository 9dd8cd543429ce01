import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {PIPELINES, planPipeline} from '../../../src/lib/config/scaffold/pipeline-file.js';
import {ownPackage} from '../../../src/lib/config/scaffold/schema-address.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

const NODE = {
  functions: [{source: 'dist', isBuilt: true, settings: {runtime: 'nodejs22.x'}}],
  build: ['npm ci', 'npm run build'],
};
const PYTHON = {
  functions: [{source: '.', isBuilt: false, settings: {runtime: 'python3.12', layer: 'dependencies'}}],
  build: ['uv export -o requirements.txt', 'pip install -r requirements.txt -t python'],
} as const;
/** Its release file says how it is built. */
const SAYS_BUILD = {
  functions: [{source: 'dist', isBuilt: true, settings: {build: 'npm run build'}}],
  build: ['npm ci', 'npm run build'],
};
const SAM = {
  functions: [{source: '.aws-sam/build/A', isBuilt: true, settings: {runtime: 'python3.12'}}],
  build: ['sam build'],
};
const NOTHING = {functions: [{source: '.', isBuilt: false, settings: {}}], build: []};
const {version} = await ownPackage();
const TOOL = `npx --yes lambda-release@${version} deploy --yes`;

async function planned(
  pipeline: (typeof PIPELINES)[number],
  spec: Parameters<typeof planPipeline>[2],
  tree: Tree = {},
) {
  const {file, remarks} = await planPipeline(writeTree(tempFolder(), tree), pipeline, spec);
  return {file: file.file, text: file.text, remarks, yaml: parse(file.text)};
}

describe('a pipeline', () => {
  it.each(
    PIPELINES.flatMap((name) =>
      Object.entries({NODE, PYTHON, SAM, NOTHING}).map(([kind, spec]) => [name, kind, spec] as const),
    ),
  )('of %s for %s is YAML with nothing left to fill in', async (pipeline, _kind, spec) => {
    const {text} = await planned(pipeline, spec);
    expect(text).not.toMatch(/\b(BUILD|TOOL|IMAGE|ARTIFACTS|RUNTIMES)\b/);
    expect(text).toContain(TOOL);
    for (const line of spec.build) expect(text).toContain(line);
  });

  it('of GitHub logs in by OpenID Connect and never cancels a rollout for the next one', async () => {
    const {yaml, file} = await planned('github', NODE);
    expect(file).toBe('.github/workflows/release.yml');
    expect(yaml.permissions).toEqual({contents: 'read', 'id-token': 'write'});
    expect(yaml.concurrency).toEqual({group: 'lambda-release', 'cancel-in-progress': false});
    const {steps} = yaml.jobs.release;
    expect(steps.map(({uses, name}: {uses?: string; name?: string}) => name ?? uses)).toEqual([
      'actions/checkout@v4',
      'actions/setup-node@v4',
      'Build',
      'aws-actions/configure-aws-credentials@v4',
      'Release',
      'actions/upload-artifact@v4',
    ]);
    expect(steps[2].run).toBe('npm ci\nnpm run build\n');
  });

  it.each(PIPELINES)('of %s builds before it has credentials, and not again when it releases', async (pipeline) => {
    const {text} = await planned(pipeline, SAYS_BUILD);
    expect(text.match(/npm run build/g)).toHaveLength(1);
    expect(text).toMatch(/ deploy --skip-build --yes/);
    expect((await planned(pipeline, NODE)).text).not.toContain('--skip-build');
  });

  it('of GitHub has the Python of the function, and what exports its lockfile', async () => {
    const {steps} = (await planned('github', PYTHON)).yaml.jobs.release;
    expect(steps[2]).toEqual({uses: 'actions/setup-python@v5', with: {'python-version': '3.12'}});
    expect(steps[3].run).toBe(`pipx install uv\n${PYTHON.build.join('\n')}\n`);
  });

  it.each([
    ['Node.js', NODE, 'node:22', ['dist']],
    ['Python', PYTHON, 'python:3.12', ['python', 'requirements.txt']],
    ['SAM', SAM, 'public.ecr.aws/sam/build-python3.12', ['.aws-sam/build/A']],
  ])('of GitLab builds %s in its image and hands on what it makes', async (_what, spec, image, paths) => {
    const {yaml} = await planned('gitlab', spec);
    expect(yaml['build-function']).toMatchObject({image, artifacts: {paths}});
    expect(yaml['release-function']).toMatchObject({
      resource_group: 'lambda-release',
      interruptible: false,
      id_tokens: {AWS_TOKEN: {aud: 'sts.amazonaws.com'}},
      script: [`${TOOL} --journal release.ndjson --dotenv release.env`],
    });
  });

  it('of GitLab without anything to build has one job', async () => {
    expect(Object.keys((await planned('gitlab', NOTHING)).yaml)).toEqual(['release-function']);
  });

  it('of CodeBuild builds and releases in one go', async () => {
    const {yaml} = await planned('codepipeline', PYTHON);
    expect(yaml.phases.install['runtime-versions']).toEqual({nodejs: 22, python: '3.12'});
    expect(yaml.phases.build.commands).toHaveLength(4);
    expect(yaml.env['exported-variables']).toContain('VERSION');
  });

  it('releases to an environment that the release file has', async () => {
    expect((await planned('github', {...NODE, environment: 'production'})).text).toContain(
      'deploy --environment production --yes',
    );
  });

  it('runs the version of the project where it has one among its packages', async () => {
    const tree = {'package.json': '{"devDependencies": {"lambda-release": "^0.1.0"}}'};
    expect((await planned('github', NODE, tree)).text).toContain('run: npx lambda-release deploy');
    // Its second job installs nothing.
    expect((await planned('gitlab', NODE, tree)).text).toContain(TOOL);
  });

  it.each([
    ['github', '.github/workflows/release.yml', '.github/workflows/lambda-release.yml'],
    ['gitlab', '.gitlab-ci.yml', '.gitlab/lambda-release.yml'],
    ['codepipeline', 'buildspec.yml', 'buildspec-release.yml'],
  ] as const)('of %s goes beside the file of somebody else, and over its own', async (pipeline, taken, beside) => {
    const theirs = await planned(pipeline, NODE, {[taken]: 'theirs: 1\n'});
    expect(theirs.file).toBe(beside);
    expect(theirs.remarks[0]).toContain(`${taken} is there already`);
    const ours = await planned(pipeline, NODE, {[taken]: `${theirs.text}# edited\n`});
    expect(ours.file).toBe(taken);
  });
});
