import {describe, expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Publish from '../../src/commands/publish.js';
import Rollback from '../../src/commands/rollback.js';
import RolloutStart from '../../src/commands/rollout/start.js';
import RolloutStatus from '../../src/commands/rollout/status.js';
import Status from '../../src/commands/status.js';
import {runCommand} from '../cli/run-command.js';
import {CREATE, FAILING, GOOD, openSandbox, openSandboxWithCheckout} from './on-sandbox.js';

describe('publish', () => {
  it('creates a function only when it is told to, and says how', async () => {
    await openSandbox();
    const refused = await runCommand(Publish, ['checkout', '--source', GOOD]);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain('lambda-release publish checkout --create --role ARN');
    const created = await runCommand(Publish, ['checkout', '--source', GOOD, ...CREATE]);
    expect(created).toMatchObject({exitCode: 0});
    expect(created.stdout).toContain('Created checkout version 1; no traffic was moved.');
  });

  it('sends nothing when AWS has it all, and ends with 0', async () => {
    const sandbox = await openSandboxWithCheckout();
    const before = sandbox.calls().filter(({operation}) => operation.startsWith('Update')).length;
    const {stdout, exitCode} = await runCommand(Publish, ['checkout', '--source', GOOD, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result.functions).toMatchObject([{changed: false, version: '1', changedFields: []}]);
    expect(sandbox.calls().filter(({operation}) => operation.startsWith('Update'))).toHaveLength(before);
  });

  it('shows what would change with --dry-run, names of variables and no values, and changes nothing', async () => {
    await openSandboxWithCheckout();
    const argv = ['checkout', '--source', GOOD, '--memory', '512', '--env', 'TOKEN=hunter2', '--dry-run'];
    const {stdout, stderr} = await runCommand(Publish, argv);
    expect(stdout).toContain('128 → 512');
    expect(stdout).toContain('TOKEN');
    expect(stdout + stderr).not.toContain('hunter2');
    expect((await runCommand(Status, ['checkout'])).stdout).toMatch(/Newest version +1\n/);
  });
});

describe('deploy', () => {
  it('shows the plan and asks before anything is sent', async () => {
    const sandbox = await openSandboxWithCheckout();
    const asked = await runCommand(Deploy, ['checkout:live', '--source', FAILING]);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('checkout:live: version 2 over version 1');
    expect(asked.stderr).toContain('--yes');
    expect(asked.stdout).toBe('');
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('UpdateFunctionCode');
  });

  it('has the plan as its result with --dry-run, and only there', async () => {
    await openSandboxWithCheckout();
    const {stdout, stderr} = await runCommand(Deploy, ['checkout:live', '--source', FAILING, '--dry-run', '--quiet']);
    expect(stdout).toContain('checkout:live: version 2 over version 1');
    expect(stdout).toContain('Nothing was changed.');
    expect(stderr).not.toContain('version 2');
  });

  it('plans with --dry-run as one document', async () => {
    await openSandboxWithCheckout();
    const argv = [
      'checkout:live',
      '--source',
      FAILING,
      '--steps',
      '5%:5m,50%:10m',
      '--watch',
      '0s',
      '--dry-run',
      '--json',
    ];
    const {stdout, exitCode} = await runCommand(Deploy, argv);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result.plans).toMatchObject([
      {
        publish: {action: 'update', previousVersion: '1', changedFields: ['code'], upload: 'inline'},
        rollout: {action: 'rollout', stable: '1', candidate: '2', leastMs: 900_000},
      },
    ]);
  });

  it('refuses another role beside weighted steps before anything is published', async () => {
    const sandbox = await openSandboxWithCheckout();
    const role = 'arn:aws:iam::000000000000:role/other';
    const argv = ['checkout:live', '--source', FAILING, '--role', role, '--yes', '--json'];
    const {stdout, exitCode} = await runCommand(Deploy, argv);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error.message).toContain('role');
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('UpdateFunctionCode');
  });

  it('moves everything at once when it is asked to', async () => {
    await openSandboxWithCheckout();
    const argv = ['checkout:live', '--source', FAILING, '--steps', 'all-at-once', '--watch', '0s', '--yes'];
    const {stdout, exitCode} = await runCommand(Deploy, argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('checkout:live serves version 2 with all its traffic; before it was 1.');
    expect(stdout).toContain('lambda-release rollback checkout:live --to 1');
  });
});

describe('after a release', () => {
  const atOnce = ['--steps', 'all-at-once', '--watch', '0s', '--yes'];

  it('rollback goes back to what served before, with the split shown first', async () => {
    await openSandboxWithCheckout();
    await runCommand(Deploy, ['checkout:live', '--source', FAILING, ...atOnce]);
    const asked = await runCommand(Rollback, ['checkout:live']);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('After   all traffic on version 1');
    const done = await runCommand(Rollback, ['checkout:live', '--yes', '--json']);
    expect(JSON.parse(done.stdout).result).toMatchObject({
      action: 'rollback',
      changed: true,
      before: {stable: '2'},
      after: {stable: '1'},
    });
    const unknown = await runCommand(Rollback, ['checkout:live', '--yes']);
    expect(unknown.exitCode).toBe(3);
    expect(unknown.stderr).toContain('Nothing tells which version that was');
    expect(unknown.stderr).toContain('Active versions: 2');
  });

  it('rollout start has nothing to do for what serves already, and refuses a version that is not there', async () => {
    await openSandboxWithCheckout();
    const same = await runCommand(RolloutStart, ['checkout:live', '1', '--json']);
    expect(same.exitCode).toBe(0);
    expect(JSON.parse(same.stdout)).toMatchObject({result: {changed: false, plan: {action: 'nothing'}}, warnings: []});
    const missing = await runCommand(RolloutStart, ['checkout:live', '9', '--yes', '--json']);
    expect(missing.exitCode).toBe(3);
    expect(JSON.parse(missing.stdout).error.message).toContain('9');
  });

  it('rollout status says that nobody is releasing, and names what is not there', async () => {
    await openSandboxWithCheckout();
    const idle = await runCommand(RolloutStatus, ['checkout:live']);
    expect(idle.stdout).toContain('all traffic on version 1');
    expect(idle.stdout).toMatch(/Rollout +none/);
    const missing = await runCommand(RolloutStatus, ['checkout:prod']);
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toContain('checkout:prod does not exist');
  });
});
