import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, it, onTestFinished, vi} from 'vitest';
import ConfigShow from '../../../src/commands/config/show.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';

const SECRET = 'hunter2';
const TEXT = `functions:
  checkout:
    source: dist
    memory: 512
    environment: {TOKEN: ${SECRET}, STAGE: "\${environment}"}
rollout:
  steps: 5%:5m
  watch: 5m
  analysis: {slow: {p90: 2%}}
environments:
  production:
    account: "222222222222"
    region: eu-west-1
    role: arn:aws:iam::222222222222:role/\${environment}
    functions: {checkout: {memory: 1024}}
`;

interface Shown {
  readonly settings: readonly {readonly path: string; readonly value?: unknown; readonly source: object}[];
}

let file: string;
beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  file = path.join(folder, 'release.yml');
  writeFileSync(file, TEXT);
  stubEnvironment({LAMBDA_RELEASE_CONFIG: file});
});

async function shown(...argv: string[]): Promise<ReadonlyMap<string, object>> {
  const {stdout, stderr, exitCode} = await runCommand(ConfigShow, [...argv, '--json']);
  if (exitCode !== 0) throw new Error(stderr);
  const {settings} = (JSON.parse(stdout) as {result: Shown}).result;
  return new Map(settings.map(({path: name, ...rest}) => [name, rest]));
}

it('every value is told with the place it comes from', async () => {
  vi.stubEnv('LAMBDA_RELEASE_WATCH', '7m');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_PROFILE', 'mine');
  const settings = await shown(
    '--environment',
    'production',
    '--steps',
    '10%:5m',
    '--promote-early',
    '--slow',
    'p99:1%',
  );
  const environment = (line: number) => ({kind: 'environment', name: 'production', line});
  for (const [name, value, source] of [
    ['account', '222222222222', environment(12)],
    ['role', 'arn:aws:iam::222222222222:role/production', environment(14)],
    ['region', 'eu-west-1', environment(13)],
    ['profile', 'mine', {kind: 'variable', name: 'AWS_PROFILE'}],
    ['functions.checkout.memory', 1024, environment(15)],
    ['functions.checkout.source', 'dist', {kind: 'file', line: 3}],
    ['rollout.steps', '10%:5m', {kind: 'flag', name: 'steps'}],
    ['rollout.watch', '7m', {kind: 'variable', name: 'LAMBDA_RELEASE_WATCH'}],
    ['rollout.promoteEarly', 'true', {kind: 'flag', name: 'promote-early'}],
    ['rollout.analysis.slow', 'p99:1%', {kind: 'flag', name: 'slow'}],
    ['rollout.analysis.alpha', '1%', {kind: 'default'}],
  ] as const) {
    expect([name, settings.get(name)]).toEqual([name, {value, source}]);
  }
  expect(settings.has('rollout.analysis.slow.p90')).toBe(false);
});

it('a value of an environment is never shown, only that it is there', async () => {
  for (const argv of [[], ['--json']]) {
    const {stdout, stderr} = await runCommand(ConfigShow, ['--environment', 'production', ...argv]);
    expect(stdout).toContain('functions.checkout.environment.TOKEN');
    expect(stdout + stderr).not.toContain(SECRET);
  }
  const settings = await shown('--environment', 'production');
  expect(settings.get('functions.checkout.environment.TOKEN')).toEqual({secret: true, source: {kind: 'file', line: 5}});
});

it('for people it is a table with the line of each', async () => {
  const {stdout} = await runCommand(ConfigShow, ['--environment', 'production']);
  expect(stdout).toMatch(/release\.yml, environment production\n\nSetting +Value +From\n/);
  expect(stdout).toMatch(/functions\.checkout\.memory +1024 +\S+release\.yml:15 \(production\)\n/);
  expect(stdout).toMatch(/rollout\.analysis\.alpha +1% +default\n/);
});

it('without a release file there are the defaults', async () => {
  vi.stubEnv('LAMBDA_RELEASE_CONFIG', undefined);
  vi.spyOn(process, 'cwd').mockReturnValue(path.join(path.dirname(file), 'nowhere'));
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  const settings = await shown();
  expect(settings.get('rollout.alias')).toEqual({value: 'live', source: {kind: 'default'}});
});

it('a file whose environments none is named of is refused, as a release would be', async () => {
  const {exitCode, stderr} = await runCommand(ConfigShow, []);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('none is named: production')]);
});
