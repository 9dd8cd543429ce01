import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {CiReport} from '../../../src/lib/report/ci/report.js';
import {aFailure, allOn, moved, promoted, published, START_MS, started} from '../story/a-release.js';

function aReport(facts = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'ci-report-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const [summary, outputs, dotenv] = ['summary.md', 'output', 'release.env'].map((name) => path.join(folder, name));
  const failures: string[] = [];
  const report = new CiReport({
    files: {summary, outputs, dotenv},
    facts: async () => facts,
    placed: (text) => text.replaceAll('lambda-release rollback', 'lambda-release rollback --environment production'),
    onFailure: (reason) => failures.push(reason),
  });
  const read = () => [summary, outputs, dotenv].map((file = '') => readFileSync(file, 'utf8'));
  return {report, read, failures};
}

it('writes commands that act where this one did, and what AWS tells', async () => {
  const {report, read, failures} = aReport({codeSha256: 'qR+3/w=='});
  for (const event of [published, started, moved(0, 5), allOn('8'), promoted]) report.note(START_MS, event);
  await report.close(undefined);
  const [summary, outputs, dotenv] = read();
  expect(summary).toContain('\nlambda-release rollback --environment production checkout:live --to 7\n');
  expect(outputs).toContain('version=8\nprevious-version=7\noutcome=promoted\ncode-sha256=qR+3/w==\nfunctions=');
  expect(dotenv).toBe('VERSION=8\nPREVIOUS_VERSION=7\nOUTCOME=promoted\nCODE_SHA256=qR+3/w==\n');
  expect(failures).toEqual([]);
});

it('is written once, by the first who ends it', async () => {
  const {report, read} = aReport();
  await report.close(aFailure({}));
  const written = read();
  await report.close(undefined);
  expect(read()).toEqual(written);
  expect(written[2]).toBe('OUTCOME=rolled-back\n');
});
