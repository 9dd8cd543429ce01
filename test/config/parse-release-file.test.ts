import {describe, expect, test} from 'vitest';
import {parseReleaseFile} from '../../src/lib/config/parse-release-file.js';
import {problemsOf} from './problems-of.js';

const FILE = '/project/release.yml';

test('everything the format offers is read into numbers, milliseconds and fractions', () => {
  const file = parseReleaseFile(
    `
functions:
  checkout:
    source: dist
    handler: index.handler
    runtime: nodejs22.x
    role: arn:aws:iam::123456789012:role/checkout
    memory: 512
    timeout: 1m30s
    ephemeralStorage: 1024
    environment: {LOG_LEVEL: info}
    layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:deps:7']
    description: Takes the money
    tracing: Active
    architecture: arm64
artifacts: {bucket: my-releases, prefix: lambda/}
rollout:
  alias: live
  steps: 5%:5m, 25%:10m
  analysis: {alpha: 1%, tolerate: {ratio: 1.5, plus: 0.1%}, settle: 30s, minInvocations: 50}
  onInconclusive: hold
  watch: 0s
  onInterrupt: hold
`,
    FILE,
  );

  expect(Object.fromEntries(file.functions)).toEqual({
    checkout: {
      source: '/project/dist',
      architecture: 'arm64',
      configuration: {
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        role: 'arn:aws:iam::123456789012:role/checkout',
        memoryMb: 512,
        timeoutSeconds: 90,
        ephemeralStorageMb: 1024,
        environment: {LOG_LEVEL: 'info'},
        layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:deps:7'],
        description: 'Takes the money',
        tracingMode: 'Active',
      },
    },
  });
  expect(file.artifacts).toEqual({bucket: 'my-releases', prefix: 'lambda/'});
  expect(file.rollout).toEqual({
    alias: 'live',
    steps: [
      {weightPercent: 5, bakeMs: 300_000},
      {weightPercent: 25, bakeMs: 600_000},
    ],
    analysis: {alpha: 0.01, tolerate: {ratio: 1.5, plus: 0.001}, settleMs: 30_000, minInvocations: 50},
    onInconclusive: 'hold',
    watchMs: 0,
    onInterrupt: 'hold',
  });
});

test('what the file leaves out is absent, so that nothing on AWS is touched by it', () => {
  const file = parseReleaseFile('functions: {checkout: {source: .}}', FILE);

  expect(file.functions.get('checkout')).toStrictEqual({source: '/project', configuration: {}});
  expect(file.rollout).toStrictEqual({analysis: {}});
  expect(file).not.toHaveProperty('artifacts');
});

test('functions keep the order of the file', () => {
  const file = parseReleaseFile('functions: {zeta: {source: a}, alpha: {source: b}}', FILE);

  expect([...file.functions.keys()]).toEqual(['zeta', 'alpha']);
});

test('an anchor shared by a merge key is understood', () => {
  const file = parseReleaseFile(
    'functions:\n  a: &base {source: dist, memory: 256}\n  b: {<<: *base, memory: 512}\n',
    FILE,
  );

  expect(file.functions.get('b')).toEqual({source: '/project/dist', configuration: {memoryMb: 512}});
});

test('three mistakes are reported at once, each with its line, column and path, in the order of the file', () => {
  const text = 'functions:\n  checkout:\n    source: dist\n    memroy: 512\n    timeout: 20m\nrollout:\n  watch: 10x\n';

  expect(problemsOf(text)).toEqual([
    {line: 4, column: 5, path: 'functions.checkout.memroy', message: 'Not a setting here. Did you mean memory?'},
    {
      line: 5,
      column: 14,
      path: 'functions.checkout.timeout',
      message: '"20m" is out of range. How long one invocation may take, 1s to 15m.',
    },
    {
      line: 7,
      column: 10,
      path: 'rollout.watch',
      message: '"10x" is not a duration. Write a number with a unit: 90s, 5m, 1h30m or 1d.',
    },
  ]);
});

test('the message has one line a problem, each with file, line, column and path', () => {
  expect(() => parseReleaseFile('rollout:\n  alias: 7\n  quux: 1\n', FILE)).toThrow(
    [
      '/project/release.yml has 2 problems:',
      '/project/release.yml:2:10  rollout.alias: Must be text, not a number. Put it in quotes.',
      '/project/release.yml:3:3  rollout.quux: Not a setting here. Settings here: alias, steps, analysis, ' +
        'onInconclusive, watch, onInterrupt, smoke, warm, provisioned, hooks, lease, engine, promoteEarly.',
    ].join('\n'),
  );
});

test('a lease has a role, a length of five minutes or more, and may be done without', () => {
  const role = 'arn:aws:iam::123456789012:role/lease';
  const read = (lease: string) => parseReleaseFile(`rollout:\n  lease: ${lease}\n`, FILE).rollout.lease;
  expect(read(`{role: '${role}', length: 30m, required: false}`)).toEqual({role, lengthMs: 1_800_000, required: false});
  expect(() => read('{length: 4m}')).toThrow('out of range');
  expect(() => read('{role: lease}')).toThrow('Write the ARN of a role');
});

test('smoke tests, hooks and early promotion are read as they are written', () => {
  const text = [
    'rollout:',
    '  smoke:',
    '    - event: events/ok.json',
    '      expect: {statusCode: 200, json: {body: {total: 3}}, command: jq -e .ok}',
    '    - event: events/plain.json',
    '  hooks: {beforeShift: ./freeze.sh, afterRollback: ./tell.sh}',
    '  promoteEarly: true',
  ].join('\n');
  expect(parseReleaseFile(text, FILE).rollout).toMatchObject({
    smoke: [
      {event: 'events/ok.json', expect: {statusCode: 200, json: {body: {total: 3}}, command: 'jq -e .ok'}},
      {event: 'events/plain.json', expect: {}},
    ],
    hooks: {beforeShift: './freeze.sh', afterRollback: './tell.sh'},
    promoteEarly: true,
  });
});

describe('signing', () => {
  test('is for all functions or for one, and an environment takes either away', () => {
    const text = `
signing: {profile: release}
functions:
  checkout: {source: dist}
  refund: {source: dist, signing: {profile: strict}}
environments:
  staging: {signing: null, functions: {refund: {signing: {profile: other}}}}
  production: {}
`;
    const read = (environment: string) => {
      const {signing, functions} = parseReleaseFile(text, '/project/release.yml', environment);
      return [signing, functions.get('checkout')?.signing, functions.get('refund')?.signing];
    };
    expect(read('production')).toEqual([{profile: 'release'}, undefined, {profile: 'strict'}]);
    expect(read('staging')).toEqual([undefined, undefined, {profile: 'other'}]);
  });

  test('of an image is refused by name, and so is no name of a profile', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/checkout:1';
    const read = (signing: string) => () =>
      parseReleaseFile(`functions: {checkout: {image: '${image}', signing: ${signing}}}`, '/project/release.yml');
    expect(read('{profile: release}')).toThrow(/Lambda checks signatures of zip packages/);
    expect(() => parseReleaseFile('signing: {profile: "a b"}', '/project/release.yml')).toThrow(/signing/);
  });
});
