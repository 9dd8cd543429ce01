import {describe, expect, it} from 'vitest';
import {type PanelSubject, stepPanel} from '../../../src/lib/report/live/step-panel.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample, NOON_MS} from '../a-step-sample.js';

const MINUTE_MS = 60_000;
const ref = {functionName: 'checkout', alias: 'live'};
const SUBJECT: PanelSubject = {ref, sample: aStepSample(), judgement: aJudgement({neededInvocations: 0})};
const AT_80 = {nowMs: NOON_MS + MINUTE_MS, columns: 72, rows: 18};
const AT_120 = {...AT_80, columns: 112};
const AT_60_BY_12 = {...AT_80, columns: 52, rows: 7};

const lineOf = (label: string, subject: PanelSubject, frame = AT_80) =>
  stepPanel(subject, frame)
    .find((line) => line.startsWith(label))
    ?.slice(11);

describe('what the live view shows of a step that runs', () => {
  it('is the essentials on 80 columns', () => {
    expect(stepPanel(SUBJECT, AT_80)).toEqual([
      'next       50% at 12:05Z (in 4m) if it passes, else held by 12:20Z',
      'candidate  8 at 5%: 1,204 requests, 12 errors, 1.00%',
      'stable     7 at 95%: 22,311 requests, 1 error, 0.004%',
      'verdict    undecided, evidence 3.2 (rollback at 100), 3 minutes judged',
      'newest     minute 11:59Z, ended 1m ago: 60 requests of 8, 1,140 of 7',
      'finish     12:20Z (in 19m) if nothing takes longer',
      'stop       lambda-release rollout abort checkout:live',
    ]);
  });

  it('breaks at words on 60 columns, and where rows are short keeps the command that stops it', () => {
    expect(stepPanel(SUBJECT, AT_60_BY_12)).toEqual([
      'next       50% at 12:05Z (in 4m) if it passes, else',
      '           held by 12:20Z',
      'candidate  8 at 5%: 1,204 requests, 12 errors, 1.00%',
      'stable     7 at 95%: 22,311 requests, 1 error,',
      '           0.004%',
      'lambda-release rollout abort checkout:live',
    ]);
    expect(stepPanel(SUBJECT, {...AT_60_BY_12, rows: 0})).toEqual(['lambda-release rollout abort checkout:live']);
    expect(stepPanel({ref}, {...AT_60_BY_12, columns: 40})).toEqual([
      'lambda-release rollout abort \\',
      '  checkout:live',
    ]);
  });

  it('on 120 columns says durations, requests a minute, and who made the commits, once they are known', () => {
    const notes = {candidate: {commit: '1a2b3c4d5e6f', message: 'fix the rounding'}, stable: {message: 'by hand'}};
    const details = {
      load: {minutes: 5, candidate: {perMinute: 60.4, p50Ms: 12.3, p99Ms: 80}, stable: {perMinute: 1140}},
      authors: {candidate: 'Anna Example'},
    };
    const subject = {...SUBJECT, notes, details};
    expect(stepPanel(subject, AT_120)).toEqual(
      expect.arrayContaining([
        'durations  candidate 60 a minute, p50 12 ms, p99 80 ms; stable 1,140 a minute (last 5 minutes)',
        'code       candidate 8: 1a2b3c4 fix the rounding (Anna Example)',
        'code       stable 7: by hand',
      ]),
    );
    expect(stepPanel(subject, AT_80)).toEqual(stepPanel(SUBJECT, AT_80));
    expect(lineOf('durations', {...SUBJECT, details: {load: {minutes: 1}}}, AT_120)).toBeUndefined();
  });

  it('is the command that stops it before anything was judged', () => {
    expect(stepPanel({ref}, AT_80)).toEqual(['stop       lambda-release rollout abort checkout:live']);
  });

  it.each([
    ['bakes', 1, '50% at 12:05Z (in 4m) if it passes, else held by 12:20Z'],
    ['has baked', 11, '50% as soon as it passes, else held by 12:20Z (in 9m)'],
    ['has waited for as long as it may', 21, '50%, or held, any moment'],
  ])('says what is next while it %s', (_, minutes, text) => {
    expect(lineOf('next', SUBJECT, {...AT_80, nowMs: NOON_MS + minutes * MINUTE_MS})).toBe(text);
  });

  it('says what is next at the last step, and in the watch', () => {
    const at = (sample: PanelSubject['sample']) => lineOf('next', {...SUBJECT, ...(sample && {sample})});
    const {nextWeightPercent: _, ...watched} = aStepSample();
    expect(at(aStepSample({nextWeightPercent: 100}))).toMatch(/^promotion at/);
    expect(at(watched)).toMatch(/^end of the watch at/);
  });

  it('moves the end away while a step waits past its bake', () => {
    const late = {...AT_80, nowMs: NOON_MS + 7 * MINUTE_MS};
    expect(lineOf('finish', SUBJECT, late)).toBe('12:22Z (in 15m) if nothing takes longer');
  });

  it('says error rates with their intervals', () => {
    const candidate = {invocations: 100, errors: 1, errorRate: 0.01, errorRateInterval: {lower: 0.0018, upper: 0.0545}};
    expect(lineOf('candidate', {...SUBJECT, judgement: aJudgement({candidate})})).toBe(
      '8 at 5%: 100 requests, 1 error, 1.00% (95% 0.18–5.45%)',
    );
  });

  it('says when there is nothing newer, and what is still counted', () => {
    const {newest: _, ...nothing} = aStepSample();
    expect(lineOf('newest', {...SUBJECT, sample: nothing})).toBe('no minute has counts yet');
    const sample = aStepSample({newest: {minuteMs: NOON_MS + MINUTE_MS, stable: 1, candidate: 0}});
    expect(lineOf('newest', {...SUBJECT, sample})).toBe('minute 12:01Z, still counting: 0 requests of 8, 1 of 7');
  });

  it('is the rest as well on 120 columns', () => {
    const slow = {
      name: 'p99',
      evidence: 1,
      thresholdMs: 182,
      candidate: {invocations: 100, errors: 2, errorRate: 0.02},
      stable: {invocations: 1000, errors: 10, errorRate: 0.01},
    };
    const subject: PanelSubject = {
      ...SUBJECT,
      sample: aStepSample({throttles: 3, durations: {candidate: {p50Ms: 31, p90Ms: 80}}}),
      judgement: aJudgement({signals: [{name: 'slow', weight: 1, evidence: 1, parts: [slow]}]}),
      notes: {
        candidate: {commit: '1a2b3c4d5e6f', dirty: true, message: 'fix the rounding'},
        stable: {message: 'by hand'},
      },
    };
    expect(stepPanel(subject, AT_120).slice(6)).toEqual([
      'slow       over 182 ms: candidate 2.00%, stable 1.00%',
      'durations  candidate p50 31 ms, p90 80 ms',
      'throttles  3 calls refused by the alias in this step',
      'code       candidate 8: 1a2b3c4-dirty fix the rounding',
      'code       stable 7: by hand',
      'stop       lambda-release rollout abort checkout:live',
    ]);
    expect(stepPanel(subject, AT_80)).toHaveLength(7);
  });
});
