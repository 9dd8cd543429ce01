import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {UsageError} from '../../src/lib/errors.js';
import {ReportFiles} from '../../src/lib/report/report-files.js';
import {aFailure, allOn, moved, promoted, START_MS, started, takenBack, taking} from './story/a-release.js';

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-files-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

function reportsTo(...files: string[]) {
  const failures: string[] = [];
  let asked = 0;
  const origin = async () => {
    asked += 1;
    return {command: 'deploy', tool: '0.1.0', host: 'here'};
  };
  const placed = (text: string) =>
    text.replaceAll('lambda-release rollback', 'lambda-release rollback --region "<eu>"');
  const options = {files, origin, placed, now: () => START_MS, tool: '0.1.0'};
  const reports = new ReportFiles({...options, onFailure: (reason) => failures.push(reason)});
  return {reports, failures, asked: () => asked};
}

it('writes what became of it in each form, with commands that act where this one did', async () => {
  const folder = aFolder();
  const [page, text] = [path.join(folder, 'out.html'), path.join(folder, 'out.MD')];
  writeFileSync(page, 'of another release');
  const {reports, failures, asked} = reportsTo(page, text);
  for (const event of [started, moved(0, 5), allOn('8'), promoted]) reports.note(START_MS, event);
  await reports.close(undefined);
  expect(readFileSync(page, 'utf8')).toContain(
    '<code>lambda-release rollback --region &quot;&lt;eu&gt;&quot; checkout:live --to 7</code>',
  );
  expect(readFileSync(text, 'utf8')).toContain('\nlambda-release rollback --region "<eu>" checkout:live --to 7\n');
  expect({failures, asked: asked(), files: readdirSync(folder).sort()}).toEqual({
    ...{failures: [], asked: 1, files: ['out.MD', 'out.html']},
  });
});

it('has one after every move, for whoever is killed, and the whole of it at the end, once', {
  timeout: 90_000,
}, async () => {
  const file = path.join(aFolder(), 'out.md');
  const {reports} = reportsTo(file);
  for (const event of [started, moved(0, 5)]) reports.note(START_MS, event);
  await expect
    .poll(() => (readdirSync(path.dirname(file)).includes('out.md') ? readFileSync(file, 'utf8') : ''), {
      timeout: 60_000,
    })
    .toContain('is on its way');
  for (const event of [taking, allOn('7'), takenBack]) reports.note(START_MS, event);
  await reports.close(aFailure({message: 'It was worse.'}));
  const written = readFileSync(file, 'utf8');
  expect(written).toContain('version 8 was taken back');
  expect(written).toContain('It was worse.');
  await reports.close(undefined);
  expect(readFileSync(file, 'utf8')).toBe(written);
});

it('writes through a link, which stays one', async () => {
  const folder = aFolder();
  symlinkSync(path.join(folder, 'real.md'), path.join(folder, 'link.md'));
  const {reports} = reportsTo(path.join(folder, 'link.md'));
  await reports.close(undefined);
  expect(readFileSync(path.join(folder, 'real.md'), 'utf8')).toContain('Who and where');
});

it.each([
  [
    'a folder that is not there',
    (folder: string) => path.join(folder, 'missing', 'out.html'),
    /there is no folder .*missing/,
  ],
  ['a file in the place of a folder', (folder: string) => path.join(folder, 'file', 'out.html'), /ENOTDIR/],
  ['a folder', (folder: string) => folder, /it is a folder/],
])('%s is refused at once', (_, placeIn, message) => {
  const folder = aFolder();
  writeFileSync(path.join(folder, 'file'), '');
  const open = () => reportsTo(placeIn(folder));
  expect(open).toThrow(UsageError);
  expect(open).toThrow(message);
  expect(readdirSync(folder)).toEqual(['file']);
});

it('what cannot be written any more is told once, and nothing else changes', async () => {
  const folder = aFolder();
  const {reports, failures} = reportsTo(path.join(folder, 'out.html'));
  rmSync(folder, {recursive: true});
  for (const event of [started, moved(0, 5), allOn('8')]) reports.note(START_MS, event);
  await reports.close(undefined);
  expect(failures).toEqual([expect.stringMatching(/out\.html cannot be written: ENOENT/)]);
});
