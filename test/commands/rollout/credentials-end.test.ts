import {AssumeRoleCommand, STSClient} from '@aws-sdk/client-sts';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import RolloutResume from '../../../src/commands/rollout/resume.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import Status from '../../../src/commands/status.js';
import type {Sandbox} from '../../../src/lib/sandbox/start.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, openSandboxWithCheckout} from '../on-sandbox.js';

const ARGS = ['checkout:live', '2', '--steps', '10%:12h', '--watch', '0s', '--yes', '--json'];
const ROLE = {RoleArn: 'arn:aws:iam::000000000000:role/deploy', RoleSessionName: 'ci'};
/** Three minutes of the wall, which is what a way back may take, are three hours here. */
const MARGIN_SECONDS = 3 * 3600;

async function published(): Promise<Sandbox> {
  const sandbox = await openSandboxWithCheckout();
  await runCommand(Publish, ['checkout', '--source', FAILING]);
  return sandbox;
}

/** From now on the commands of this process run by a session of so many seconds of the sandbox's time. */
async function assume({endpoint, region}: Sandbox, DurationSeconds: number): Promise<void> {
  const sts = new STSClient({endpoint, region});
  onTestFinished(() => sts.destroy());
  const {Credentials: session} = await sts.send(new AssumeRoleCommand({...ROLE, DurationSeconds}));
  vi.stubEnv('AWS_ACCESS_KEY_ID', session?.AccessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', session?.SecretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', session?.SessionToken);
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', session?.Expiration?.toISOString());
}

function forget(): void {
  for (const name of ['AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'somebody');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'somebody');
}

async function routing(): Promise<object> {
  return JSON.parse((await runCommand(Status, ['checkout:live', '--json'])).stdout).result;
}

describe('a rollout by a session of STS that really ends', () => {
  it('gives its traffic back while it still can, and says why', async () => {
    const sandbox = await published();
    // A machine that needs longer to begin than the session allows is refused, and gets a longer one.
    for (const seconds of [180, 900, 3600, 3 * 3600]) {
      forget();
      await assume(sandbox, MARGIN_SECONDS + seconds);
      const {exitCode, stdout, stderr} = await runCommand(RolloutStart, ARGS);
      const {error, warnings} = JSON.parse(stdout);
      if (error.code === 'CREDENTIALS_END') continue;
      expect(error).toMatchObject({code: 'ROLLED_BACK_CREDENTIALS', traffic: 'restored'});
      expect(exitCode).toBe(5);
      expect(stderr).toContain('The AWS credentials end in');
      expect(warnings).toContainEqual(expect.objectContaining({code: 'CREDENTIALS_EXPIRE'}));
      break;
    }
    forget();
    expect(JSON.stringify(await routing())).toContain('"stable":"1"');
    const moves = sandbox.calls().filter(({operation}) => operation === 'UpdateAlias');
    expect(moves.map(({status}) => status)).toEqual([200, 200]);
  });

  it('is neither begun nor taken over when it would end first', async () => {
    const sandbox = await published();
    expect(await runCommand(RolloutStart, [...ARGS, '--detach'])).toMatchObject({exitCode: 0});
    await assume(sandbox, 3600);
    const refused = {exitCode: 3, stdout: expect.stringContaining('"CREDENTIALS_END"')};
    expect(await runCommand(RolloutResume, ['checkout:live', '--yes', '--json'])).toMatchObject(refused);
    expect(sandbox.calls().filter(({operation}) => operation === 'UpdateAlias')).toHaveLength(1);
  });
});
