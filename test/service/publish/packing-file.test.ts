import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {findPackingFile} from '../../../src/lib/service/publish/packing-file.js';

function find(environments: string, environmentName?: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'packing-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const base = `functions: {checkout: {name: "c-\${environment}", source: dist, memory: 512}}\nenvironments: ${environments}\n`;
  writeFileSync(path.join(folder, 'release.yml'), base);
  return findPackingFile(undefined, {folder, environmentName});
}

it('environments that pack the same need no name, and have the events of all', async () => {
  const file = await find(
    '{a: {functions: {checkout: {memory: 128}}, rollout: {smoke: [{event: a.json}]}}, b: {rollout: {warm: {calls: 2, event: w.json}, smoke: [{event: b.json}, {event: a.json}]}}}',
  );
  expect([...(file?.functions.values() ?? [])].map(({key}) => key)).toEqual(['checkout']);
  expect(file?.rollout.smoke?.map(({event}) => event)).toEqual(['a.json', 'b.json', 'w.json']);
});

it.each([
  ['{a: {}, b: {functions: {checkout: {source: other}}}}', 'checkout'],
  ['{a: {}, b: {functions: {checkout: {layer: dependencies}}}}', 'checkout'],
  ['{a: {}, b: {functions: {orders: {source: orders}}}}', 'orders'],
])('environments that pack differently, %s, are told apart by name', async (environments, which) => {
  await expect(find(environments)).rejects.toMatchObject({
    code: 'ENVIRONMENT_MISSING',
    message: `${which} is packed differently in a and b.`,
    suggestions: [expect.stringContaining('--environment a or --environment b')],
  });
  expect((await find(environments, 'b'))?.environment?.name).toBe('b');
});
