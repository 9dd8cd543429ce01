import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseReleaseFile} from '../../src/lib/config/parse-release-file.js';
import {UsageError} from '../../src/lib/errors.js';
import {VERSION_PLACE} from '../../src/lib/model/rollout/count-pair.js';
import {problemsOf} from './problems-of.js';

const inFunction = (line: string): string => `functions:\n  checkout:\n    source: dist\n    ${line}\n`;

test.each([
  ['memory: 127', 4, 13, 'memory', 'Must be at least 128.'],
  ['memory: 10241', 4, 13, 'memory', 'Must be at most 10240.'],
  ['memory: 512.5', 4, 13, 'memory', 'Must be a whole number.'],
  ['memory: lots', 4, 13, 'memory', 'Must be a number, not text.'],
  ['timeout: 30', 4, 14, 'timeout', 'Must be text such as 30s.'],
  ['tracing: active', 4, 14, 'tracing', 'Must be one of Active, PassThrough.'],
  ['architecture: arm', 4, 19, 'architecture', 'Must be one of x86_64, arm64.'],
  ['handler: a b', 4, 14, 'handler', 'Write file.export, for example index.handler.'],
  ['role: admin', 4, 11, 'role', 'Write the ARN of a role: arn:aws:iam::<account>:role/<name>.'],
  ['deadLetterQueue: none-at-all', 4, 22, 'deadLetterQueue', 'Write the ARN of an SQS queue or SNS topic, or none.'],
  [
    'vpc: {subnets: [subnet-a]}',
    4,
    5,
    'vpc.securityGroups',
    'Name at least one: Lambda wants security groups with subnets.',
  ],
  ['logging: {format: json}', 4, 23, 'logging.format', 'Must be one of Text, JSON.'],
  ['fileSystems: [{arn: a, mountPath: /mnt/a}, {}]', 4, 18, 'fileSystems', 'Must be at most 1 entries.'],
  [
    'reservedConcurrency: 0',
    4,
    26,
    'reservedConcurrency',
    'Write a whole number from 1, or none. To stop the function: lambda-release concurrency reserve fn 0.',
  ],
  ['asyncInvoke: {retries: 3}', 4, 28, 'asyncInvoke.retries', 'Must be at most 2.'],
  [
    'asyncInvoke: {maxAge: 7h}',
    4,
    27,
    'asyncInvoke.maxAge',
    '"7h" is out of range. How long an event is kept, 1m to 6h.',
  ],
  ['tags: {port: 8080}', 4, 18, 'tags.port', 'Must be text, not a number. Put it in quotes.'],
  ['tags: {"aws:x": a}', 4, 12, 'tags.aws:x', 'A tag name has 1 to 128 characters and does not begin with aws:.'],
  [
    'replaceEnvironment: true',
    4,
    25,
    'replaceEnvironment',
    'Write the variables under environment; to remove all of them: environment: {}.',
  ],
  ['layers: [a, b, c, d, e, f]', 4, 13, 'layers', 'Must be at most 5 entries.'],
  ['environment: {PORT: 8080}', 4, 25, 'environment.PORT', 'Must be text, not a number. Put it in quotes.'],
  [
    'environment: {1st: a}',
    4,
    19,
    'environment.1st',
    'A name has two characters or more: a letter, then letters, digits and underscores.',
  ],
])('%s is refused at its place', (line, atLine, column, path, message) => {
  expect(problemsOf(inFunction(line))).toContainEqual({
    line: atLine,
    column,
    path: `functions.checkout.${path}`,
    message,
  });
});

test.each([['rollout: {poll: 5s}', 'rollout.poll']])('%s is refused rather than ignored', (text, path) => {
  expect(problemsOf(text)).toEqual([
    expect.objectContaining({path, message: expect.stringMatching(/^Not supported yet\. ./)}),
  ]);
});

test.each([
  ['alpha: 0.01', 'Must be text such as 1%.'],
  ['alpha: "1"', '"1" is not a share. Write it as 1%.'],
  ['alpha: 50%', '"50%" is out of range. Write a share from 0.01% to 20%.'],
  ['tolerate: {ratio: 0.9}', 'Must be at least 1.'],
])('analysis with %s is refused', (setting, message) => {
  expect(problemsOf(`rollout: {analysis: {${setting}}}`)).toEqual([expect.objectContaining({message})]);
});

test('steps carry the message of their own parser', () => {
  expect(problemsOf('rollout: {steps: "25%:5m, 5%:5m"}')).toEqual([
    expect.objectContaining({message: expect.stringContaining('weights must rise from step to step')}),
  ]);
});

test('a function without a source points at the function', () => {
  expect(problemsOf('functions:\n  pay:\n    memory: 128\n')).toEqual([
    {line: 2, column: 3, path: 'functions.pay.source', message: 'Missing.'},
  ]);
});

test('a function name AWS would refuse is refused here, at the name', () => {
  expect(problemsOf('functions:\n  not a name: {source: d}\n')).toEqual([
    {
      line: 2,
      column: 3,
      path: 'functions.not a name',
      message: 'A function name has letters, digits, - and _, at most 64.',
    },
  ]);
});

test('values of the environment never appear in a problem', () => {
  const problems = problemsOf(inFunction('environment: {TOKEN: [hunter2], K: "hunter2"}'));

  expect(JSON.stringify(problems)).not.toContain('hunter2');
});

test('an environment above 4 KB is refused, whatever its alphabet', () => {
  expect(problemsOf(inFunction(`environment: {TEXT: ${'é'.repeat(2045)}}`))).toEqual([
    expect.objectContaining({path: 'functions.checkout.environment', message: expect.stringContaining('4096 bytes')}),
  ]);
});

test('a name used twice is reported together with the other problems', () => {
  expect(problemsOf('rollout: {watch: 5m}\nrollout: {watch: 5}\n')).toEqual([
    {line: 1, column: 18, path: 'rollout.watch', message: 'Must be text such as 10m.'},
    {line: 2, column: 1, path: '', message: 'This name is used twice in one mapping.'},
  ]);
});

test('broken YAML is reported by line, without guesses about its content', () => {
  expect(problemsOf('functions: [1\nrollout: 2\n')).toEqual([expect.objectContaining({line: 2, column: 1, path: ''})]);
});

test.each([
  ['rollout:\n  alias: *name\n', {line: 2, column: 10, message: 'There is no anchor &name above this.'}],
  ['functions: !!set {a, b}\n', {line: 1, column: 12, message: 'Unresolved tag: tag:yaml.org,2002:set.'}],
  ['<<: 3\n', {line: 1, column: 1, message: 'Merge sources must be maps or map aliases.'}],
  ['--- {}\n--- {}\n', {line: 2, column: 1, message: expect.stringContaining('one document')}],
])('%j is a problem of its own', (text, problem) => {
  expect(problemsOf(text)).toContainEqual({path: '', ...problem});
});

test('aliases that multiply without end are refused, not followed', () => {
  const tenTimes = (name: string): string => `[${Array.from({length: 10}, () => `*${name}`).join(', ')}]`;
  const text = `a: &a [1]\nb: &b ${tenTimes('a')}\nc: &c ${tenTimes('b')}\nd: ${tenTimes('c')}\n`;

  expect(problemsOf(text)).toEqual([
    expect.objectContaining({message: expect.stringContaining('Excessive alias count')}),
  ]);
});

test('whatever the text is, it is accepted or refused as a release file', () => {
  const piece = fc.constantFrom(
    'functions',
    'rollout',
    ': ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    '&a ',
    '*a',
    '<<',
    '!',
    '5%',
    '"',
    '#',
    '?',
    '|',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), {maxLength: 30}), (pieces) => {
      try {
        parseReleaseFile(pieces.join(''), '/project/release.yml');
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
    {numRuns: 500},
  );
});

test('an empty file is refused', () => {
  expect(problemsOf('')).toEqual([{line: 1, column: 1, path: '', message: 'Must be a mapping, not nothing.'}]);
});

const inAnalysis = (line: string): string => `rollout:\n  analysis:\n    ${line}\n`;
const PAIR = 'name: a, namespace: shop';
const ONE_OR_THE_OTHER = 'Give either a preset or bad, with total where there is one.';
const METRIC = 'name: a, namespace: Shop, metric: Orders';

test.each([
  ['slow: {}', 'slow', 'Name p90, p99 or both.'],
  ['slow: {p90: 0.02}', 'slow.p90', 'Must be text such as 2%.'],
  ['slow: {p95: 2%}', 'slow.p95', 'Not a setting here. Did you mean p90?'],
  ['lostEvents: 51%', 'lostEvents', '"51%" is out of range. Write a share from 0% to 50%.'],
  ['apiStages: [{stage: prod}]', 'apiStages.0', 'Give either restApi, a name, or httpApi, an id.'],
  [
    'apiStages: [{restApi: a, httpApi: b, stage: prod}]',
    'apiStages.0',
    'Give either restApi, a name, or httpApi, an id.',
  ],
  ['apiStages: [{restApi: a, stage: p}, {restApi: a, stage: p}]', 'apiStages', 'A stage is there twice.'],
  ['alarms: []', 'alarms', 'Must be at least 1 entries.'],
  ['alarms: [a, a]', 'alarms', 'A name is there twice.'],
  [`metrics: [{${METRIC}, stat: Sum, above: 1, below: 2}]`, 'metrics.0', 'Give either above or below.'],
  [`metrics: [{${METRIC}, stat: Sum}]`, 'metrics.0', 'Give either above or below.'],
  [
    `metrics: [{${METRIC}, stat: Summe, above: 1}]`,
    'metrics.0.stat',
    'Write a CloudWatch statistic: Sum, Average, Minimum, Maximum, SampleCount, p99, …',
  ],
  [
    `metrics: [{${METRIC}, stat: Sum, above: 1, period: 7m}]`,
    'metrics.0.period',
    'Write 1m, 2m, 3m, 5m, 10m, 15m, 30m or 1h.',
  ],
  [
    `pairs: [{${PAIR}, bad: Http5xx, dimensions: {service: checkout}}]`,
    'pairs.0.dimensions',
    `Name the dimension that tells the versions apart, with ${VERSION_PLACE} in its value.`,
  ],
  [`pairs: [{${PAIR}, dimensions: {v: "${VERSION_PLACE}"}}]`, 'pairs.0', ONE_OR_THE_OTHER],
  [
    `pairs: [{${PAIR}, preset: powertools-http, bad: fault, dimensions: {v: "${VERSION_PLACE}"}}]`,
    'pairs.0',
    ONE_OR_THE_OTHER,
  ],
])('%s is refused and says how to write it', (line, path, message) => {
  expect(problemsOf(inAnalysis(line))).toContainEqual(
    expect.objectContaining({path: `rollout.analysis.${path}`, message}),
  );
});

test.each([
  ['freeze: [{weekly: "Fri 16:00 - Mon 08:00"}]', ['freeze.0.timezone: Missing.']],
  ['freeze: [{from: 2026-12-20, timezone: UTC}]', ['freeze.0.to: Missing.']],
  ['freeze: [{from: 2026-13-01, to: 2027-01-02, timezone: UTC}]', ['freeze.0.from: There is no such day.']],
  [
    'freeze: [{wekly: "Fri 16:00 - Mon 08:00", timezone: UTC}]',
    ['freeze.0.weekly: Missing.', 'freeze.0.wekly: Not a setting here. Did you mean weekly?'],
  ],
  ['freeze: [Christmas]', ['freeze.0: Must be a mapping, not text.']],
  ['train: {waves: [0]}', ['train.waves.0: Must be at least 1.']],
  ['train: {waves: [some]}', ['train.waves.0: "some" is not a share. Write it as 25%.']],
  ['train: {waves: [{}]}', ['train.waves.0: Must be a number, not a mapping.']],
])('%s, which may be written in several ways, is held against the likeliest', (text, expected) => {
  expect(problemsOf(`${text}\n`).map(({path, message}) => `${path}: ${message}`)).toEqual(expected);
});

test('a key that nobody knows in a list is told the nearest one there', () => {
  expect(problemsOf(inAnalysis('metrics: [{nam: a}]'))).toContainEqual(
    expect.objectContaining({
      path: 'rollout.analysis.metrics.0.nam',
      message: 'Not a setting here. Did you mean name?',
    }),
  );
});
