import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const read = async (file: string): Promise<string> => readFile(path.join(packageRoot, file), 'utf8');

test('the licence is the one package.json names', async () => {
  const {license} = JSON.parse(await read('package.json')) as {license: string};

  expect(license).toBe('Apache-2.0');
  expect(await read('LICENSE')).toContain('Apache License');
});

test('the README shows the two commands a newcomer types', async () => {
  const readme = await read('README.md');

  expect(readme).toContain('npm ci');
  expect(readme).toContain('npm run demo');
});

test('every script the guides name exists', async () => {
  const {scripts} = JSON.parse(await read('package.json')) as {scripts: Record<string, string>};
  const guides = (await Promise.all(['README.md', 'AGENTS.md', 'CONTRIBUTING.md'].map(read))).join('\n');
  const named = [...guides.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);

  expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test('AGENTS.md stays a page', async () => {
  expect((await read('AGENTS.md')).split('\n').length).toBeLessThanOrEqual(80);
});
