import {describe, expect, it} from 'vitest';
import type {RolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {
  concurrencyBar,
  concurrencyText,
  reservationText,
} from '../../../src/lib/report/result/concurrency/concurrency-text.js';
import {packageText} from '../../../src/lib/report/result/publish/package-text.js';
import {publishText} from '../../../src/lib/report/result/publish/publish-text.js';
import {promotedText, recordText} from '../../../src/lib/report/result/rollout/rollout-text.js';
import {aliasLine, standingText, statusText} from '../../../src/lib/report/result/status/status-text.js';
import {aJudgement} from '../a-judgement.js';

const ref = {functionName: 'checkout', alias: 'live'};

describe('packageText', () => {
  const report = {
    name: 'dist',
    source: 'dist',
    contentDigest: 'q3Zr',
    codeSha256: 'abc=',
    zippedBytes: 1536,
    unzippedBytes: 4096,
    files: 1234,
    needsS3: false,
    leftOut: ['.env'],
    leftOutSecrets: [],
    devDependencies: [],
    deadWeight: [],
    heaviest: [
      {name: 'aws-sdk', files: 1000, unzippedBytes: 3072, zippedBytes: 1024},
      {name: 'index.js', files: 1, unzippedBytes: 1024, zippedBytes: 512},
    ],
  };

  it('shows sizes, what was left out and the heaviest packages', () => {
    expect(packageText({...report, file: 'out.zip'}).split('\n')).toEqual([
      'out.zip is packed from dist.',
      '  Files       1,234',
      '  Zipped      1.5 KiB',
      '  Unzipped    4 KiB',
      '  Content     q3Zr',
      '  CodeSha256  abc=',
      '  Left out    .env',
      '',
      '  Heaviest  Unzipped  Zipped  Files',
      '  aws-sdk      3 KiB   1 KiB  1,000',
      '  index.js     1 KiB   512 B      1',
    ]);
  });

  it('says that nothing was written, and that a large package goes through S3', () => {
    const text = packageText({...report, needsS3: true, heaviest: []});
    expect(text).toContain('dist was packed.');
    expect(text).toContain('1.5 KiB, so it goes through S3');
    expect(text).not.toContain('Heaviest');
  });
});

describe('publishText', () => {
  const report = {
    functionName: 'checkout',
    version: '8',
    created: false,
    contentDigest: 'q3Zr',
    codeSha256: 'abc=',
    changedFields: ['memory'],
    changedSettings: ['tags.team'],
  };

  it('names the version and the fields, and says that no traffic moved', () => {
    expect(publishText({...report, changed: true, uploaded: 's3'}).split('\n')).toEqual([
      'Published checkout version 8; no traffic was moved.',
      '  Content     q3Zr',
      '  CodeSha256  abc=',
      '  Sent        through S3',
      '  Changed     memory',
      '  Set         tags.team, for every version',
    ]);
  });

  it('says so when nothing changed', () => {
    expect(publishText({...report, changed: false, changedFields: [], changedSettings: []})).toBe(
      'checkout version 8 is current; nothing changed.\n  Content     q3Zr\n  CodeSha256  abc=',
    );
  });
});

describe('promotedText', () => {
  const report = {
    ref,
    stable: '7',
    candidate: '8',
    stepCount: 3,
    stepsPassed: 3,
    startedMs: 0,
    endedMs: 900_000,
    served: {stable: {invocations: 0, errors: 0}, candidate: {invocations: 1000, errors: 2}},
    throttles: 0,
  };

  it('shows what each version served and gives the command that takes it back', () => {
    expect(promotedText(report).split('\n')).toEqual([
      'checkout:live serves version 8 with all its traffic; before it was 7.',
      '  Took       15m, 3 of 3 steps',
      '  Candidate  1,000 requests, 2 errors, 0.20%',
      '  Stable     no requests',
      '  Take back  lambda-release rollback checkout:live --to 7',
    ]);
  });

  it('adds throttled calls and the last verdict where there are any', () => {
    const lines = recordText({...report, throttles: 12, comparison: aJudgement({verdict: 'pass'})}).split('\n');
    expect(lines.slice(-2)).toEqual(['  Throttled  12 requests', '  Verdict    pass: Too early to tell.']);
  });
});

describe('statusText', () => {
  const alias = {...ref, aliasArn: 'arn', stable: '7', description: '', revisionId: 'r'};
  const marker = {
    rolloutId: 'k3x9qa',
    stable: '7',
    candidate: '8',
    steps: [{weightPercent: 5, bakeMs: 300_000}],
    movedMs: [0],
    watchMs: 600_000,
    settingsDigest: '00000000',
    held: false,
  };

  it('shows the split, the rollout and the emergency stop', () => {
    const weighted = {...alias, candidate: {version: '8', weightPercent: 5}};
    const text = statusText(
      {
        functionName: 'checkout',
        latestVersion: '8',
        reservedConcurrency: 0,
        lastUpdateStatus: 'InProgress',
        oddities: [{code: 'STOPPED', message: 'checkout is stopped.', wayOut: 'Start it.'}],
        aliases: [
          {
            alias: weighted,
            standing: {kind: 'running', marker},
            versions: [
              {version: '7', weightPercent: 95, commit: 'aaaaaaaaaaaa', codeSha256: 'AAAAAAAAAAAA='},
              {version: '8', weightPercent: 5, commit: 'bbbbbbbbbbbb', codeSha256: 'AAAAAAAAAAAA='},
            ],
            since: {kind: 'moved', atMs: 0},
            verdict: {judgedBy: 'everything', judgement: aJudgement({verdict: 'pass'})},
          },
          {
            alias: {...alias, alias: 'beta'},
            standing: {kind: 'idle'},
            versions: [{version: '7', weightPercent: 100}],
            since: {kind: 'notBefore', atMs: 0},
            provisioned: {requested: 5, allocated: 2, status: 'IN_PROGRESS'},
          },
        ],
      },
      90_000,
    );
    expect(text.split('\n')).toEqual([
      'Function        checkout',
      'Newest version  8',
      'Update          update InProgress',
      'Concurrency     0 reserved: it is stopped, every call is refused',
      'Provisioned     beta 2 of 5 (IN_PROGRESS)',
      '',
      'Alias            Stable  Candidate  Commit             Package   Since (UTC)                  Rollout',
      'checkout:live   7 (95%)     8 (5%)  aaaaaaa → bbbbbbb  AAAAAAAA  1970-01-01 00:00             k3x9qa, step 1 of 1 for 1m30s, pass',
      'checkout:beta  7 (100%)          –  –                  –         not before 1970-01-01 00:00  –',
      '',
      '! checkout is stopped.',
      '  Start it.',
    ]);
  });

  it('has one line an alias that stays the same as long as nothing happens', () => {
    const weighted = {...alias, candidate: {version: '8', weightPercent: 5}};
    const verdict = {judgedBy: 'errors', judgement: aJudgement({verdict: 'pass'})} as const;
    const standing = {kind: 'running', marker} as const;
    expect(aliasLine({alias: weighted, standing, versions: [], verdict})).toBe(
      'checkout:live: version 8 at 5% beside version 7, step 1 of 1, errors: pass',
    );
    expect(aliasLine({alias, standing: {kind: 'idle'}, versions: []})).toBe('checkout:live: all traffic on version 7');
  });

  it.each<[RolloutStanding, string | undefined]>([
    [{kind: 'idle'}, undefined],
    [{kind: 'foreign'}, 'weights that no rollout of ours has set'],
    [{kind: 'running', marker: {...marker, held: true}}, 'k3x9qa, step 1 of 1 for 1m30s, held'],
    [{kind: 'watching', marker}, 'k3x9qa, watched for 1m30s of 10m'],
    [{kind: 'orphaned', reason: 'somebody moved it'}, 'broken: somebody moved it'],
  ])('says of %j', (standing, text) => {
    expect(standingText(standing, 90_000)).toBe(text);
  });
});

describe('concurrencyText', () => {
  it('lists reservations, largest first, and marks stopped functions', () => {
    const reservations = [
      {functionName: 'stopped', reserved: 0},
      {functionName: 'checkout', reserved: 50, peak: 38},
    ];
    const lines = concurrencyText({account: {limit: 1000, unreserved: 950, floor: 100}, reservations}).split('\n');
    expect(lines[0]).toBe(`[██${'░'.repeat(38)}]`);
    expect(lines.slice(-2)).toEqual([
      `checkout        50   5.0%          38  [█${'░'.repeat(19)}]`,
      'stopped          0   0.0%           –  stopped',
    ]);
  });

  it('shows one function without the others', () => {
    const account = {limit: 1000, unreserved: 1000, floor: 100, peak: 1204};
    expect(concurrencyText({functionName: 'checkout', peak: 38, account}).split('\n').slice(1)).toEqual([
      'Function       checkout, nothing reserved',
      'Its peak       38 at a time in the last 24 hours',
      'Account limit  1,000',
      'Reserved       0',
      'Unreserved     1,000',
      'Floor          100 stay unreserved; 900 can be reserved',
      'Account peak   1,204 at a time in the last 24 hours',
    ]);
  });

  it.each([
    [0, 0],
    [1, 1],
    [500, 20],
    [1000, 40],
    [1200, 40],
  ])('fills %d of 1000 with %d blocks', (reserved, blocks) => {
    expect(concurrencyBar({limit: 1000, reserved}).match(/█/g)?.length ?? 0).toBe(blocks);
  });
});

describe('reservationText', () => {
  const report = {
    functionName: 'checkout',
    unreserved: 950,
    restoreCommand: 'lambda-release concurrency clear checkout',
  };

  it('shows the value before and the command that restores it', () => {
    expect(reservationText({...report, reserved: 0, previousReserved: 50, changed: true, dryRun: false})).toBe(
      'checkout: 0 reserved: it is stopped, every call is refused\n' +
        '  Before      50 reserved\n' +
        '  Unreserved  950 in the account\n' +
        '  Restore     lambda-release concurrency clear checkout',
    );
  });

  it('says when nothing was or would be changed', () => {
    expect(reservationText({...report, reserved: 50, changed: false, dryRun: false})).toBe(
      'checkout: 50 reserved already; nothing to do.',
    );
    expect(reservationText({...report, reserved: 50, changed: true, dryRun: true})).toContain('nothing was changed');
  });
});
