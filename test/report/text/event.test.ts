import {describe, expect, it} from 'vitest';
import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {besideErrorsText, holdsText} from '../../../src/lib/report/text/analysis-settings.js';
import {eventText} from '../../../src/lib/report/text/event.js';
import {besideErrors, judgementText, sideLines} from '../../../src/lib/report/text/judgement.js';
import {aJudgement} from '../a-judgement.js';
import {aStepSample} from '../a-step-sample.js';

const ref = {functionName: 'checkout', alias: 'live'};
const functionName = 'checkout';
const judgement = aJudgement();

const TABLE: readonly (readonly [ReleaseEvent, string | undefined])[] = [
  [{type: 'package.started', functionName, source: 'dist'}, 'checkout: packaging dist'],
  [
    {
      ...{type: 'failures.found', ref, version: '8', causes: [{message: 'TypeError: no items', count: 41}]},
      traces: [{traceId: '1-a-b', startedMs: 0, service: 'orders', link: 'https://console/trace'}],
    },
    'checkout:live: version 8 failed with 41 × TypeError: no items; failed in orders: https://console/trace',
  ],
  [
    {type: 'package.leftOut', functionName, files: ['.env', '.git/', 'a.pem', 'b', 'c', 'd', 'e']},
    'checkout: left out .env, .git/, a.pem, b, c and 2 more',
  ],
  [{type: 'package.leftOut', functionName, files: ['a\n\x1b[2J.pem']}, 'checkout: left out a\\x0a\\x1b[2J.pem'],
  [
    {type: 'package.finished', functionName, files: 1, zippedBytes: 1024, unzippedBytes: 2048, codeSha256: 'abc='},
    'checkout: packaged 1 file, 1 KiB zipped, 2 KiB unzipped, sha256 abc=',
  ],
  [
    {type: 'code.unchanged', functionName, codeSha256: 'abc='},
    'checkout: AWS already has this code, nothing to upload',
  ],
  [{type: 'upload.started', functionName, to: 's3', bytes: 52_428_800}, 'checkout: uploading 50 MiB to S3'],
  [{type: 'upload.progress', functionName, sentBytes: 1, bytes: 2}, undefined],
  [{type: 'upload.finished', functionName, to: 'inline', uploaded: true}, 'checkout: uploaded to Lambda'],
  [{type: 'upload.finished', functionName, to: 's3', uploaded: false}, 'checkout: the same bytes were in S3 already'],
  [{type: 'function.created', functionName}, 'checkout: created'],
  [
    {type: 'configuration.changed', functionName, fields: ['memory', 'environment']},
    'checkout: configuration changed: memory, environment',
  ],
  [
    {type: 'update.waiting', functionName, status: 'InProgress', elapsedMs: 12_000},
    'checkout: waiting for AWS (InProgress, 12s)',
  ],
  [{type: 'version.published', functionName, version: '8', changed: true}, 'checkout: published version 8'],
  [
    {type: 'version.published', functionName, version: '8', changed: false},
    'checkout: version 8 is current, nothing to publish',
  ],
  [
    {
      type: 'rollout.started',
      ref,
      rolloutId: 'r1',
      stable: '7',
      candidate: '8',
      steps: [{weightPercent: 5, bakeMs: 300_000}],
    },
    'checkout:live: rollout r1 of version 8 over 7: 5%:5m',
  ],
  [
    {
      type: 'traffic.shifted',
      ref,
      stable: '7',
      candidate: {version: '8', weightPercent: 0.5},
      stepIndex: 0,
      stepCount: 3,
    },
    'checkout:live: version 8 gets 0.5%, version 7 99.5% (step 1 of 3)',
  ],
  [{type: 'traffic.shifted', ref, stable: '8'}, 'checkout:live: version 8 has all traffic'],
  [
    {type: 'bake.started', ref, stepIndex: 1, stepCount: 3, bakeMs: 300_000},
    'checkout:live: baking for 5m (step 2 of 3)',
  ],
  [
    {type: 'sample.judged', ref, stepIndex: 0, elapsedMs: 60_000, bakeMs: 300_000, judgement, sample: aStepSample()},
    'checkout:live: 1m of 5m, undecided: evidence 3.2 (rollback at 100) after 3 minutes; ' +
      'candidate 1,204 requests, 12 errors, 1.00%; stable 22,311 requests, 1 error, 0.004%',
  ],
  [{type: 'gate.passed', ref, stepIndex: 0, judgement}, 'checkout:live: step 1 passed: Too early to tell.'],
  [{type: 'step.extended', ref, stepIndex: 0, reason: 'few calls'}, 'checkout:live: step 1 extended: few calls'],
  [{type: 'rollout.held', ref, stepIndex: 2, reason: 'few calls'}, 'checkout:live: held at step 3: few calls'],
  [{type: 'rollout.promoted', ref, version: '8'}, 'checkout:live: promoted, version 8 is stable now'],
  [{type: 'abort.started', ref, reason: 'it fails', cause: 'analysis'}, 'checkout:live: taking it back: it fails'],
  [{type: 'abort.finished', ref, stable: '7'}, 'checkout:live: taken back, version 7 is as it was'],
  [{type: 'watch.started', ref, watchMs: 600_000}, 'checkout:live: watching for 10m; it can still be taken back'],
  [{type: 'signal.received', signal: 'SIGINT', policy: 'abort'}, 'SIGINT received: all traffic goes back to stable'],
  [{type: 'signal.received', signal: 'SIGTERM', policy: 'hold'}, 'SIGTERM received: the rollout is held where it is'],
  [{type: 'warning', code: 'X', message: 'late metrics'}, 'warning: late metrics'],
  [{type: 'heartbeat', message: 'still waiting'}, 'still waiting'],
];

describe('eventText', () => {
  it.each(TABLE.map(([event, text]) => [event.type, event, text] as const))('of %s', (_, event, text) => {
    expect(eventText(event)).toBe(text);
  });
});

describe('sideLines', () => {
  it('aligns the counts of both sides', () => {
    expect(sideLines(judgement)).toEqual([
      'candidate   1,204 requests, 12 errors, 1.00%',
      'stable     22,311 requests, 1 error, 0.004%',
    ]);
  });

  it('says so when a side has not been called', () => {
    expect(sideLines(aJudgement({candidate: {invocations: 0, errors: 0}}))[0]).toBe('candidate  no requests');
  });
});

describe('what a judgement says beside errors', () => {
  const side = {invocations: 1000, errors: 2, errorRate: 0.002, errorRateInterval: {lower: 0.0005, upper: 0.0072}};
  const part = {name: 'errors', evidence: 2};

  it.each([
    ['candidate-errors', {}],
    ['shared-incident', {}],
    ['too-little-data', {guardEvidence: 1}],
  ] as const)('asks for no more requests where nobody waits for them: %s', (cause, change) => {
    expect(judgementText(aJudgement({...change, cause, neededInvocations: 20}))).not.toContain('more candidate');
  });

  it('has intervals, every signal with its share, and what is missing', () => {
    const text = judgementText(
      aJudgement({
        candidate: side,
        neededInvocations: 1,
        cause: 'too-little-data',
        missing: {candidate: 1, stable: 1, readAsZero: 3},
        signals: [
          {name: 'errors', weight: 8 / 9, evidence: 0.5, parts: [part]},
          {name: 'slow', weight: 1 / 9, evidence: 32, parts: []},
        ],
        throttling: {minuteMs: 0, throttles: 40, attempts: 200, shareBefore: 0},
        alarms: [
          {name: 'quiet-one', state: 'OK', standing: 'quiet'},
          {name: 'old-one', state: 'ALARM', standing: 'red-before'},
        ],
      }),
    );
    expect(text).toContain('candidate 1,000 requests, 2 errors, 0.20% (95% 0.050–0.72%)');
    expect(text).toContain('errors 0.5 × 89%, slow 32 × 11%');
    expect(text).toContain('40 of 200 requests throttled');
    expect(text).toContain('old-one was red before, evidence of nothing');
    expect(text).not.toContain('quiet-one');
    expect(text).toMatch(/^undecided \(too little data\): /);
    expect(text).toContain('2 minutes not used, counts are missing; 3 missing error counts read as 0');
    expect(text).toMatch(/this step needs 1 more candidate request$/);
  });

  it('is silent when there is nothing beside them', () => {
    expect(besideErrors(aJudgement())).toEqual([]);
  });
});

describe('what a plan says beside errors', () => {
  it('names every signal, pair, alarm and metric', () => {
    const metric = {
      name: 'orders',
      namespace: 'Shop',
      metric: 'Orders',
      dimensions: {},
      stat: 'Sum',
      periodSeconds: 60,
    };
    const settings = {
      ...DEFAULT_SETTINGS,
      slow: {p90: 0.02, p99: 0.005},
      alarms: ['a'],
      pairs: [{name: 'http-5xx', namespace: 'shop', bad: 'Http5xx', total: 'Requests', dimensions: {}}],
      metrics: [{...metric, below: 10}],
    };
    expect(besideErrorsText(settings)).toBe(
      'slow requests (p90 2%, p99 0.5%); pair http-5xx (shop Http5xx of Requests); alarm a; metric orders below 10',
    );
    expect(besideErrorsText(DEFAULT_SETTINGS)).toBeUndefined();
  });

  it('tells what only holds from what takes back', () => {
    const stage = {kind: 'REST', api: 'orders', stage: 'prod'} as const;
    const settings = {...DEFAULT_SETTINGS, lostEvents: 0.001, apiStages: [stage, {...stage, stage: 'beta'}]};
    expect(holdsText(settings)).toBe('more lost events (0.1%); more server errors of orders/prod, orders/beta');
    expect(besideErrorsText(settings)).toBeUndefined();
    expect(holdsText(DEFAULT_SETTINGS)).toBeUndefined();
  });
});
