import {expect, it} from 'vitest';
import {commandLine, placedCommands} from '../../../src/lib/cli/environment/placed-commands.js';

const COMMANDS = [
  {words: 'rollout', hasPlace: true},
  {words: 'rollout abort', hasPlace: true},
  {words: 'status', hasPlace: true},
  {words: 'train abort', hasPlace: true},
  {words: 'init', hasPlace: false},
];
const AWS = 'aws lambda update-alias --function-name f --name live';
const placed = (typed: object, place: object = {}) => placedCommands('lambda-release', COMMANDS, typed, place);

it('a command is typed once more as it was, and told its place once', () => {
  const typed = commandLine('lambda-release', 'rollout:abort', [
    'f:live',
    '--steps',
    '5%:5m, 50%:5m',
    '--environment=production',
  ]);
  expect(typed).toBe("lambda-release rollout abort f:live --steps '5%:5m, 50%:5m' --environment=production");
  expect(placed({environment: 'production', config: 'a.yml'})(typed)).toBe(
    "lambda-release rollout abort --config a.yml f:live --steps '5%:5m, 50%:5m' --environment=production",
  );
});

it.each([
  ['lambda-release rollout abort f:live', 'lambda-release rollout abort --environment production f:live'],
  ['Look: lambda-release status f', 'Look: lambda-release status --environment production f'],
  ['"lambda-release status"', '"lambda-release status --environment production"'],
  ['Begin with: lambda-release init', 'Begin with: lambda-release init'],
  ['what lambda-release statusly does', 'what lambda-release statusly does'],
  ['lambda-release status a\nlambda-release status b', expect.stringMatching(/production a\n.+production b/)],
])('%s acts in the environment', (text, expected) => {
  expect(placed({environment: 'production'})(text)).toEqual(expected);
});

it('several environments are for commands that go through them', () => {
  const place = placed({environment: 'eu,us', config: 'release.yml'});
  expect(place('lambda-release train abort --train a')).toBe(
    'lambda-release train abort --environment eu,us --config release.yml --train a',
  );
  expect(place('lambda-release status --all-environments')).toBe(
    'lambda-release status --config release.yml --all-environments',
  );
  expect(place('lambda-release rollout abort f:live --environment us --region eu-west-1')).toBe(
    'lambda-release rollout abort --config release.yml f:live --environment us --region eu-west-1',
  );
});

it('what was typed of the place comes along, quoted for a shell', () => {
  const place = placed({region: 'eu-west-1', profile: 'my profile', config: 'release.prod.yml'});
  expect(place('lambda-release status f')).toBe(
    "lambda-release status --config release.prod.yml --region eu-west-1 --profile 'my profile' f",
  );
});

it.each([
  'lambda update-alias',
  'cloudformation continue-update-rollback',
  'iam update-assume-role-policy',
  'ssm put-parameter',
  'cloudwatch describe-alarms',
  'cloudtrail lookup-events',
  'signer describe-signing-job',
  'deploy list-deployments',
  'apigatewayv2 update-stage',
  's3api get-bucket-notification-configuration',
])('aws %s acts in the region', (command) => {
  expect(placed({}, {region: 'eu-west-1'})(`aws ${command} --name x`)).toBe(
    `aws ${command} --region eu-west-1 --name x`,
  );
});

it('one that ends a sentence, too', () => {
  const text = 'See who you are with: aws sts get-caller-identity. And: aws account list-regions';
  expect(placed({}, {profile: 'production'})(text)).toBe(
    'See who you are with: aws sts get-caller-identity --profile production. And: aws account list-regions --profile production',
  );
});

it('a command of the AWS CLI gets region and profile, but never that of a role', () => {
  const place = {region: 'eu-west-1', profile: 'production'};
  expect(placed({}, place)(AWS)).toBe(
    'aws lambda update-alias --region eu-west-1 --profile production --function-name f --name live',
  );
  expect(placed({}, {...place, role: 'arn:aws:iam::222222222222:role/releaser'})(AWS)).toBe(
    'aws lambda update-alias --region eu-west-1 --function-name f --name live',
  );
});

it('what a command says itself is not said twice', () => {
  const place = placed({environment: 'production', config: 'a.yml'}, {region: 'eu-west-1'});
  const text = `lambda-release status f --config b.yml\n${AWS} --region us-east-1`;
  expect(place(text)).toBe(
    `lambda-release status --environment production f --config b.yml\n${AWS} --region us-east-1`,
  );
});

it('of a command through several regions nobody knows which one it is of', () => {
  const place = placed({environment: 'production'}, {region: 'eu-west-1', regions: ['eu-west-1', 'us-east-1']});
  expect(place(AWS)).toBe(AWS);
});

it('where nothing was said, nothing is added', () => {
  expect(placed({})(`${AWS}; lambda-release status f`)).toBe(`${AWS}; lambda-release status f`);
});
