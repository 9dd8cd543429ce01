import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {analyzeFile} from '../../../src/lib/service/rollout/analyze.js';

const POLICY = {
  steps: parseSteps('5%:10m'),
  watchMs: 0,
  onInconclusive: 'extend',
  promoteEarly: false,
  settings: DEFAULT_SETTINGS,
} as const;

/** Ten minutes in which nothing fails but what the pair counts. */
async function aFile(badOfCandidate: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'minutes-'));
  onTestFinished(() => rm(folder, {recursive: true}));
  const lines = Array.from({length: 10}, (_, minute) =>
    JSON.stringify({
      time: Date.UTC(2026, 0, 1, 12, minute),
      weightPercent: 5,
      stable: {invocations: 950, errors: 0, pairs: {'http-5xx': {bad: 2, total: 940}}},
      candidate: {invocations: 50, errors: 0, pairs: {'http-5xx': {bad: badOfCandidate, total: 50}}},
    }),
  );
  const file = join(folder, 'minutes.ndjson');
  await writeFile(file, lines.join('\n'));
  return file;
}

test('pairs of a file are judged beside its errors, without being named', async () => {
  const report = await analyzeFile(await aFile(20), POLICY);
  const last = report.minutes.at(-1);
  expect(last).toMatchObject({verdict: 'fail', cause: 'candidate-pair'});
  const good = await analyzeFile(await aFile(0), POLICY);
  expect(good.minutes.at(-1)).toMatchObject({verdict: 'pass'});
});
