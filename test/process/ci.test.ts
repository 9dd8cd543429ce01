import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Stage} from './stage.js';

// The built tool as each CI system runs it: the files that it leaves, and both streams.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

const SLOW = ['--steps', '40%:8h', '--detach', '--yes'];
const CREATE = ['--create', '--role', 'arn:aws:iam::000000000000:role/any', '--runtime', 'nodejs22.x'];
const first = (name: string) => [
  ...['deploy', `${name}:live`, '--source', path.join(stage.failingCode, '../function')],
  ...[...CREATE, '--handler', 'index.handler', '--yes'],
];
const BASE64 = /^[\w+/]{43}=$/;

/** What a step of GitHub's has afterwards: a file each, which it may only append to. */
async function step(name: string, argv: readonly string[]) {
  const [summary, output] = [path.join(stage.folder, `${name}.md`), path.join(stage.folder, `${name}.output`)];
  await Promise.all([writeFile(summary, 'before\n'), writeFile(output, 'before=1\n')]);
  const ended = await stage.run(argv, {GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output});
  const written = await readFile(output, 'utf8');
  const outputs = Object.fromEntries(
    written
      .trimEnd()
      .split('\n')
      .map((line) => /^([\w-]+)=(.*)$/.exec(line)?.slice(1) ?? [line]),
  );
  return {...ended, summary: await readFile(summary, 'utf8'), outputs};
}

it('GitHub: each step has its summary, outputs, folded lines and annotations, and stdout is the document alone', async () => {
  const created = await step('created', first('hub'));
  expect(created).toMatchObject({exitCode: 0, outputs: {before: '1', version: '1', outcome: 'created'}});
  expect(created.summary).toMatch(/^before\n### ✅ hub:live: created, version 1 has all traffic\n/);

  const begun = await step('begun', [
    'deploy',
    'hub:live',
    '--source',
    await stage.betterCode('hub'),
    ...SLOW,
    '--json',
  ]);
  expect(JSON.parse(begun.stdout)).toMatchObject({ok: true, result: {functions: [{version: '2'}]}});
  expect(begun.outputs).toMatchObject({version: '2', 'previous-version': '1', outcome: 'detached'});
  expect(begun.outputs['code-sha256']).toMatch(BASE64);
  expect(begun.outputs['function-arn']).toMatch(/^arn:aws:lambda:[\w-]+:\d{12}:function:hub$/);
  expect(JSON.parse(begun.outputs.functions ?? '')).toMatchObject([{function: 'hub', alias: 'live', version: '2'}]);
  expect(begun.summary).toMatch(/\| \S+Z \| 60% \| 40% \| step 1 of 1 \|/);
  expect(begun.summary).toContain(
    '```sh\nlambda-release rollout watch hub:live\nlambda-release rollout abort hub:live\n```',
  );
  const marks = begun.stderr.split('\n').filter((line) => line.startsWith('::'));
  expect(marks.filter((line) => /group/.test(line))).toEqual([
    ...['::group::Package', '::endgroup::', '::group::Publish', '::endgroup::'],
  ]);

  const refused = await step('refused', ['rollout', 'start', 'hub:live', '1', '--yes', '--json']);
  const {error} = JSON.parse(refused.stdout);
  expect(refused).toMatchObject({exitCode: 3, outputs: {outcome: 'failed'}});
  expect(refused.stderr).toContain(`::error title=lambda-release%3A ${error.code}::`);
  expect(refused.summary).toContain(`**${error.code}** (exit 3, traffic untouched)`);

  const aborted = await step('aborted', ['rollout', 'abort', 'hub:live']);
  expect(aborted.outputs).toMatchObject({version: '2', 'previous-version': '1', outcome: 'rolled-back'});
  expect(aborted.summary).toContain('version 2 was taken back, 1 has all traffic');
});

it('GitLab: a section a phase, and a dotenv report', async () => {
  const file = path.join(stage.folder, 'release.env');
  const {exitCode, stderr} = await stage.run([...first('lab'), '--dotenv', file], {GITLAB_CI: 'true'});
  expect(exitCode).toBe(0);
  const sections = [...stderr.matchAll(/section_(start|end):\d+:(\w+)/g)].map(([, edge, name]) => [edge, name]);
  expect(sections.slice(0, 2)).toEqual([
    ['start', 'lambda_release_package_1'],
    ['end', 'lambda_release_package_1'],
  ]);
  expect(sections.filter(([edge]) => edge === 'start')).toHaveLength(sections.length / 2);
  expect(stderr).not.toContain('::group::');
  const lines = (await readFile(file, 'utf8')).split('\n');
  expect(lines).toEqual([
    ...['VERSION=1', 'OUTCOME=created', expect.stringMatching(/^CODE_SHA256=/)],
    ...[expect.stringMatching(/^FUNCTION_ARN=arn:aws:lambda:\S+:function:lab$/), ''],
  ]);
});

it('anywhere else: the same file by its variable, and a log without marks', async () => {
  const file = path.join(stage.folder, 'build.env');
  await writeFile(file, 'VERSION=of another release\nPREVIOUS_VERSION=1\n');
  const {exitCode, stderr} = await stage.run(first('build'), {LAMBDA_RELEASE_DOTENV: file});
  expect(exitCode).toBe(0);
  expect(stderr).not.toMatch(/section_|^::/m);
  expect(await readFile(file, 'utf8')).toMatch(/^VERSION=1\nOUTCOME=created\n/);
});

it('a file that cannot be written is a warning, and the release ends as it would have', async () => {
  const missing = path.join(stage.folder, 'not-there', 'summary.md');
  const files = {GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: missing, LAMBDA_RELEASE_DOTENV: stage.folder};
  const {exitCode, stdout, stderr} = await stage.run([...first('warned'), '--json'], files);
  expect(exitCode).toBe(0);
  const warnings = JSON.parse(stdout).warnings.filter(({code}: {code: string}) => code === 'CI_FILE_NOT_WRITTEN');
  expect(warnings).toHaveLength(2);
  expect(stderr.match(/^::warning title=CI_FILE_NOT_WRITTEN::/gm)).toHaveLength(2);
});
