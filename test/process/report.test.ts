import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {Stage} from './stage.js';

// The built tool: the reports that a release leaves behind, and those that are told of it afterwards.
let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
  await stage.create('checkout');
});
afterAll(() => stage.close());

const fileOf = (name: string) => path.join(stage.folder, name);
const read = (name: string) => readFile(fileOf(name), 'utf8');
const STEPS = ['--steps', '40%:8h', '--yes'];

/** The words of a page, without its style. */
function wordsOf(page: string): string {
  return page
    .replace(/<style>.*<\/style>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

it('a release that is interrupted leaves a page and Markdown, and its journal tells the same later', async () => {
  const files = ['--report', fileOf('one.html'), '--report', fileOf('one.md'), '--journal', fileOf('one.ndjson')];
  const source = await stage.betterCode('better');
  const running = stage.start(['deploy', 'checkout:live', '--source', source, ...STEPS, ...files]);
  await running.said('baking for 8h');
  running.process.kill('SIGTERM');
  const {exitCode} = await running.ended;
  expect(exitCode).toBe(143);
  const [page, markdown] = [await read('one.html'), await read('one.md')];
  expect(wordsOf(page)).toContain('Taken back Version 2 was taken back, 1 has all traffic.');
  expect(wordsOf(page)).toMatch(/INTERRUPTED, exit code 143, traffic restored/);
  expect(page).toContain("default-src 'none'");
  expect(markdown).toMatch(/^### ↩️ checkout:live: version 2 was taken back, 1 has all traffic\n/);
  expect(markdown).toMatch(/\| \S+Z \| 60% \| 40% \| step 1 of 1 \|/);

  const told = await stage.run([
    'rollout',
    'report',
    'checkout:live',
    '--from-journal',
    fileOf('one.ndjson'),
    '--json',
  ]);
  const {result} = JSON.parse(told.stdout);
  expect(result).toMatchObject({
    outcome: 'rolled-back',
    version: '2',
    previousVersion: '1',
    source: expect.any(String),
  });
  const splitOf = (text: string) => text.split('\n').filter((line) => /^\| \S+Z \| \d+% \| \d+% \|/.test(line));
  expect(splitOf(result.markdown)).toEqual(splitOf(markdown));
});

it('a rollout under way is told from the alias, and after it from the record; nothing is left beside the reports', async () => {
  const record = ['--record', '/lambda-release'];
  const begun = await stage.run(['rollout', 'start', 'checkout:live', '2', ...STEPS, '--detach', ...record]);
  expect(begun.exitCode).toBe(0);
  const status = await stage.run(['rollout', 'status', 'checkout:live', '--report', fileOf('now.md')]);
  expect(status.exitCode).toBe(0);
  expect(await read('now.md')).toContain('is on its way');
  expect(await read('now.md')).toContain('a look at checkout:live');

  await stage.run(['rollout', 'abort', 'checkout:live', ...record, '--report', fileOf('abort.html')]);
  expect(wordsOf(await read('abort.html'))).toContain('Taken back');
  const told = await stage.run(['rollout', 'report', 'checkout:live', ...record, '--out', fileOf('told.html')]);
  expect(told).toMatchObject({exitCode: 0, stdout: expect.stringContaining('rolled-back')});
  const words = wordsOf(await read('told.html'));
  expect(words).toContain('40%');
  expect(words).toContain('Also lambda-release rollout abort');
  expect((await readdir(stage.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('a name that does not say what is to be written is refused before anything is sent', async () => {
  const calls = stage.sandbox.calls().length;
  const {exitCode, stderr} = await stage.run(['shift', 'checkout:live', '2@10', '--yes', '--report', 'report.pdf']);
  expect({exitCode, stderr}).toEqual({exitCode: 2, stderr: expect.stringContaining('End it in .html')});
  expect(stage.sandbox.calls()).toHaveLength(calls);
});
