import {describe, expect, it} from 'vitest';
import {type StatusReport, statusReportText} from '../../../../src/lib/report/result/status/status-text.js';
import {wrapped} from '../../../../src/lib/report/wrapped.js';
import {aJudgement} from '../../a-judgement.js';
import {NOON_MS} from '../../a-step-sample.js';

const marker = {
  rolloutId: 'k3x9qa',
  stable: '7',
  candidate: '8',
  steps: [{weightPercent: 5, bakeMs: 300_000}],
  movedMs: [NOON_MS],
  watchMs: 600_000,
  settingsDigest: '1a2b3c4d',
  held: false,
};
const alias = {functionName: 'checkout', alias: 'live', stable: '7', description: '', revisionId: 'r', aliasArn: 'arn'};
const status = {
  alias: {...alias, candidate: {version: '8', weightPercent: 5}},
  standing: {kind: 'running', marker} as const,
  versions: [
    {version: '7', weightPercent: 95, commit: '9f8e7d6c5b4a', codeSha256: 'abcdefghijkl='},
    {version: '8', weightPercent: 5, commit: '1a2b3c4d5e6f', codeSha256: 'mnopqrstuvwx='},
  ],
  since: {kind: 'moved', atMs: NOON_MS} as const,
  verdict: {judgedBy: 'errors', judgement: aJudgement()} as const,
};
const REPORT: StatusReport = {
  nowMs: NOON_MS + 90_000,
  functions: [{functionName: 'checkout', aliases: [status], oddities: []}],
  missing: [],
};
const rowsAt = (columns: number | undefined) =>
  statusReportText(REPORT, columns)
    .split('\n')
    .filter((line) => line.startsWith('Alias') || line.startsWith('checkout:live'));

describe('the status of an alias', () => {
  it('keeps split, rollout and verdict on 80 columns, and gives up the rest', () => {
    expect(wrapped(rowsAt(80).join('\n'), 80).split('\n')).toEqual([
      'Alias           Stable  Candidate  Rollout',
      'checkout:live  7 (95%)     8 (5%)',
      '    k3x9qa, step 1 of 1 for 1m30s, errors: undecided',
    ]);
  });

  it.each([120, 106])('gives up package and time before the commits on %i columns', (columns) => {
    const [heading, row = ''] = rowsAt(columns);
    expect(heading).not.toContain('Package');
    expect(heading).toContain('Commit');
    expect([...row].length).toBeLessThanOrEqual(columns);
  });

  it.each([200, undefined])('says everything on %s columns', (columns) => {
    const [heading] = rowsAt(columns);
    expect(heading).toBe(rowsAt(undefined)[0]);
    expect(heading).toMatch(/Commit.*Package.*Since/);
  });
});
