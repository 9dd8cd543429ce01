import {execFile} from 'node:child_process';
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {parse} from 'yaml';
import {packageRoot} from '../../src/lib/package-root.js';

const page = await readFile(path.join(packageRoot, 'docs', 'pipelines.md'), 'utf8');
const recipes = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => parse(text));

/** What a shell is left with after the build commands, where the tool writes two variables and ends so. */
async function buildEndingWith(exitCode: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'buildspec-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const tool = path.join(folder, 'npx');
  await writeFile(tool, `#!/bin/sh\nprintf 'VERSION=8\\nOUTCOME=any\\n' > release.env\nexit ${exitCode}\n`);
  await chmod(tool, 0o755);
  const {phases} = recipes.find((recipe) => recipe.version === 0.2);
  const script = `${phases.build.commands.join('\n')}\necho $? > exit-code\nenv > variables`;
  const env = {PATH: `${folder}:${process.env.PATH}`};
  await new Promise<void>((resolve, reject) => {
    execFile('sh', ['-c', script], {cwd: folder, env}, (error) => (error ? reject(error) : resolve()));
  });
  const [code, variables] = await Promise.all(
    ['exit-code', 'variables'].map((name) => readFile(path.join(folder, name), 'utf8')),
  );
  return {code: Number(code), variables: variables?.split('\n')};
}

it('every recipe is YAML', () => {
  expect(recipes.length).toBeGreaterThan(3);
});

it.each([0, 5, 7])(
  'the buildspec exports what became of a release that ends with %d, and ends with it',
  async (exitCode) => {
    const {code, variables} = await buildEndingWith(exitCode);
    expect(code).toBe(exitCode);
    expect(variables).toEqual(expect.arrayContaining(['VERSION=8', 'OUTCOME=any']));
  },
);
