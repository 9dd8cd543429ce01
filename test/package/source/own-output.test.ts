import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import Package from '../../../src/commands/package.js';
import {collectFiles} from '../../../src/lib/package/source/collect-files.js';
import {openJournal} from '../../../src/lib/report/journal.js';
import {runCommand} from '../../cli/run-command.js';
import {tempFolder, writeTree} from '../temp-folder.js';

test('a journal, a treemap and a bundle of earlier runs stay out of a wider source, wherever in it they are', async () => {
  const source = writeTree(tempFolder(), {'src/index.mjs': 'export const handler = () => 1;\n'});
  const at = (name: string) => path.join(source, name);
  const argv = [at('src'), '--treemap', at('weights.html'), '--out', at('src-only.zip'), '--quiet'];
  expect((await runCommand(Package, argv)).exitCode).toBe(0);
  expect((await runCommand(Package, [at('src'), '--bundle', at('all.zip'), '--quiet'])).exitCode).toBe(0);
  const journal = openJournal(at('run.ndjson'), () => expect.unreachable());
  journal.record(0, {type: 'warning', code: 'A', message: 'b'});
  journal.close();
  const {files, leftOut} = collectFiles(source);
  expect(leftOut).toEqual(['all.zip', 'run.ndjson', 'weights.html']);
  // A package is a zip like any other.
  expect(files.map(({zipPath}) => zipPath)).toEqual(['src-only.zip', 'src/index.mjs']);
});

test.each<[string, string]>([
  ['events.ndjson', '{"time":"2026-01-01","type":"order"}\n'],
  ['events.jsonl', '{"type":"order"}\n'],
  ['page.html', '<!doctype html>\n'],
  ['template.zip', 'PK\x03\x04'],
  ['empty.log', ''],
])('%s of somebody else is packaged', (name, content) => {
  const {files} = collectFiles(writeTree(tempFolder(), {'index.js': 'x', [name]: content}));
  expect(files.map(({zipPath}) => zipPath)).toContain(name);
});

test('a line of .lambdaignore takes them in all the same', () => {
  const journal = `${JSON.stringify({time: '2026-01-01T00:00:00.000Z', type: 'rollout.started'})}\n`;
  const source = writeTree(tempFolder(), {'a.log': journal, '.lambdaignore': '!a.log\n'});
  expect(readFileSync(path.join(source, 'a.log'), 'utf8')).toBe(journal);
  expect(collectFiles(source).leftOut).toEqual(['.lambdaignore']);
});
