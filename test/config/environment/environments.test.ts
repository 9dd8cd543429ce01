import {expect, it} from 'vitest';
import {parseReleaseFile} from '../../../src/lib/config/parse-release-file.js';
import {problemsOf} from '../problems-of.js';

const FILE = '/project/release.yml';
const TEXT = `functions:
  checkout:
    name: checkout-\${environment}
    source: dist
    memory: 512
    layer: dependencies
    environment: {LOG_LEVEL: info, STAGE: "\${environment}"}
rollout: {alias: live, steps: "5%:5m"}
environments:
  staging:
    region: eu-west-1
    profile: staging
    rollout: {steps: all-at-once}
  production:
    account: "222222222222"
    regions: [eu-west-1, us-east-1]
    role: arn:aws:iam::222222222222:role/\${environment}
    functions: {checkout: {memory: 1024, environment: {LOG_LEVEL: warn}}}
  bare:
`;

it('a file is read as the environment has it', () => {
  const {functions, rollout, environment} = parseReleaseFile(TEXT, FILE, 'production');
  expect(environment).toEqual({
    name: 'production',
    account: '222222222222',
    role: 'arn:aws:iam::222222222222:role/production',
    regions: ['eu-west-1', 'us-east-1'],
  });
  expect([...functions]).toMatchObject([
    [
      'checkout-production',
      {
        key: 'checkout',
        source: '/project/dist',
        layer: {name: 'checkout-dependencies'},
        configuration: {memoryMb: 1024, environment: {LOG_LEVEL: 'warn', STAGE: 'production'}},
      },
    ],
  ]);
  expect(rollout.steps).toEqual([{weightPercent: 5, bakeMs: 300_000}]);
});

it('the others are not in it', () => {
  const {functions, rollout, environment} = parseReleaseFile(TEXT, FILE, 'staging');
  expect(environment).toEqual({name: 'staging', profile: 'staging', regions: ['eu-west-1']});
  expect(functions.get('checkout-staging')?.configuration.memoryMb).toBe(512);
  expect(rollout.steps).toEqual([]);
});

it('an environment that says nothing is the file with its name', () => {
  const {functions, environment} = parseReleaseFile(TEXT, FILE, 'bare');
  expect(environment).toEqual({name: 'bare', regions: []});
  expect([...functions.keys()]).toEqual(['checkout-bare']);
});

it('the account of a role is the account of its environment', () => {
  const text = 'environments: {p: {role: "arn:aws:iam::333333333333:role/r"}}';
  expect(parseReleaseFile(text, FILE, 'p').environment?.account).toBe('333333333333');
});

it.each([
  [undefined, 'ENVIRONMENT_MISSING', /staging, production, bare/, /--environment staging or/],
  ['produktion', 'ENVIRONMENT_UNKNOWN', /no environment "produktion"/, /Did you mean --environment production\?/],
])('of several, %s is refused with the names there are', (name, code, message, wayOut) => {
  expect(() => parseReleaseFile(TEXT, FILE, name)).toThrow(
    expect.objectContaining({
      code,
      exitCode: 2,
      message: expect.stringMatching(message),
      suggestions: expect.arrayContaining([expect.stringMatching(wayOut)]),
    }),
  );
});

it('a file without environments has none of any name, and the words for one are only words', () => {
  const text = `functions: {a: {source: dist, environment: {STAGE: "\${environment}"}}}`;
  expect(() => parseReleaseFile(text, FILE, 'staging')).toThrow(/has no environments, and "staging" is named/);
  const {functions} = parseReleaseFile(text, FILE);
  expect(functions.get('a')?.configuration.environment).toEqual({STAGE: ['$', '{environment}'].join('')});
});

it('what is wrong in any of them is told at once, where it is written', () => {
  const text = `functions:
  checkout: {source: dist, memory: 1}
environments:
  one: {account: 7}
  two: {rolout: {}, functions: {checkout: {memory: 2, sauce: x}}}
  three: {functions: {new: {memory: 512}}}
`;
  expect(problemsOf(text)).toMatchObject([
    {path: 'functions.checkout.memory', line: 2},
    {path: 'environments.one.account', line: 4, message: expect.stringContaining('Put it in quotes')},
    {path: 'environments.two.rolout', line: 5, message: 'Not a setting here. Did you mean rollout?'},
    {path: 'environments.two.functions.checkout.memory', line: 5},
    {path: 'environments.two.functions.checkout.sauce', line: 5, message: expect.stringContaining('source')},
    {path: 'environments.three.functions.new.source', line: 6, message: 'Missing.'},
  ]);
});

it.each([
  ['no name', 'environments: {}', 'Name at least one.'],
  ['a name that none can have', 'environments: {"1st": {}}', 'begins with a letter'],
  ['a word', 'environments: {p: staging}', 'Must be a mapping'],
  [
    'a role of another account',
    'environments: {p: {account: "111111111111", role: "arn:aws:iam::222222222222:role/r"}}',
    'in another account',
  ],
  ['region and regions', 'environments: {p: {region: eu-west-1, regions: [eu-west-1]}}', 'either region or regions'],
  ['environments of its own', 'environments: {p: {environments: {q: {}}}}', 'has none of its own'],
  ['a near miss of a place', 'environments: {p: {regoin: eu-west-1}}', 'Did you mean region?'],
  ['a name that AWS would not take', 'functions: {"a b": {source: x}}\nenvironments: {p: {}}', 'A function name'],
  ['two functions of one name', 'functions: {a: {source: x, name: b}, b: {source: y}}', 'same name on AWS'],
])('%s is a problem', (_what, text, message) => {
  expect(JSON.stringify(problemsOf(text))).toContain(message);
});
