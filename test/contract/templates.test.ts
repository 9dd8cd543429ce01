import {execFile, spawnSync} from 'node:child_process';
import {copyFile, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {describe, expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {clockFrom} from '../../src/lib/aws/clock.js';
import {CloudFormationStacks} from '../../src/lib/aws/cloudformation/stacks.js';
import {IamRoles} from '../../src/lib/aws/iam/roles.js';
import {stackTemplate} from '../../src/lib/config/engine/stack-template.js';
import {stateMachine} from '../../src/lib/engine/machine.js';
import {proposeChanges} from '../../src/lib/execute/engine/change-stack.js';
import {packageRoot} from '../../src/lib/package-root.js';
import {leaseFindings} from '../../src/lib/plan/doctor/lease-findings.js';
import {stubEnvironment} from '../aws/stub-aws.js';
import {MINISTACK_PYTHON, startWholeMinistack} from '../engine/ministack.js';
import {EventRecorder} from '../fakes/event-recorder.js';
import {tempFolder} from '../package/temp-folder.js';

const run = promisify(execFile);
const FOLDER = path.join(packageRoot, 'templates');
const {signal} = new AbortController();

/** Terraform's AWS provider is hundreds of megabytes: only with a folder that already holds it. */
const PLUGINS = process.env.TERRAFORM_PLUGIN_DIR ?? '';
const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** Names of the templates of CloudFormation, below templates/. */
async function cloudFormationTemplates(): Promise<readonly string[]> {
  const files = (await readdir(FOLDER, {recursive: true})).filter((file) => /\.ya?ml$/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(path.join(FOLDER, file), 'utf8')));
  return files.filter((_file, index) => texts[index]?.includes('AWSTemplateFormatVersion'));
}

async function ministack() {
  const served = await startWholeMinistack(MINISTACK_PYTHON ?? '', tempFolder());
  onTestFinished(() => served.close());
  stubEnvironment({AWS_ENDPOINT_URL: served.endpoint, AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1'});
  return new AwsClients();
}

/** What doctor says of a role that a template has made. */
async function diagnosed(clients: AwsClients, role: string) {
  const caller = {accountId: '000000000000', arn: 'arn:aws:iam::000000000000:root', region: 'us-east-1'};
  return leaseFindings(role, caller, {kind: 'seen', trust: await new IamRoles(clients).trustOf(role)});
}

const TRUSTED = [{level: 'ok', message: expect.stringContaining('which trusts Scheduler')}];

test.skipIf(MINISTACK_PYTHON === undefined)(
  'cfn-lint has nothing to say of any template',
  {timeout: 60_000},
  async () => {
    const templates = await cloudFormationTemplates();
    expect(templates).toEqual(expect.arrayContaining([path.join('engine', 'stack.yaml'), 'lease-role.yaml']));
    // The engine's as it is deployed: with the state machine in it.
    const engine = path.join(tempFolder(), 'engine.yaml');
    await writeFile(engine, await stackTemplate(stateMachine(), '1.2.3'));
    const others = templates.filter((file) => !file.startsWith('engine')).map((file) => path.join(FOLDER, file));
    const lint = path.join(path.dirname(MINISTACK_PYTHON ?? ''), 'cfn-lint');
    const said = await run(lint, ['--', engine, ...others]).catch((error: {stdout: string}) => error);
    expect(said.stdout).toBe('');
  },
);

describe('the role of the leases is trusted by Scheduler, as doctor sees it, when it is made', () => {
  test.skipIf(MINISTACK_PYTHON === undefined)('by CloudFormation', {timeout: 60_000}, async () => {
    const clients = await ministack();
    const deps = {stacks: new CloudFormationStacks(clients), clock: clockFrom({}), events: new EventRecorder()};
    const template = await readFile(path.join(FOLDER, 'lease-role.yaml'), 'utf8');
    const wanted = {stackName: 'lease', changeSetName: 'one', kind: 'create', template, parameters: new Map()} as const;
    const stack = await (await proposeChanges(deps, wanted, signal))?.carryOut(signal);
    expect(await diagnosed(clients, stack?.outputs.get('RoleArn') ?? '')).toMatchObject(TRUSTED);
  });

  test.skipIf(MINISTACK_PYTHON === undefined || PLUGINS === '' || !hasTerraform)(
    'by Terraform, where TERRAFORM_PLUGIN_DIR holds its AWS provider',
    {timeout: 180_000},
    async () => {
      const clients = await ministack();
      const folder = tempFolder();
      await copyFile(path.join(FOLDER, 'lease-role.tf'), path.join(folder, 'lease-role.tf'));
      const terraform = async (...line: readonly string[]) => {
        const env = {...process.env, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1'};
        return (await run('terraform', [...line, '-no-color'], {env, cwd: folder})).stdout;
      };
      await terraform('init', '-input=false', `-plugin-dir=${PLUGINS}`);
      expect(await terraform('validate')).toContain('The configuration is valid');
      await terraform('apply', '-auto-approve', '-input=false');
      const {lease_role_arn: role} = JSON.parse(await terraform('output', '-json'));
      expect(await diagnosed(clients, role.value)).toMatchObject(TRUSTED);
      await terraform('destroy', '-auto-approve', '-input=false');
    },
  );
});

test.skipIf(!hasTerraform)('the templates of Terraform are written as Terraform writes them', async () => {
  const files = (await readdir(FOLDER, {recursive: true})).filter((file) => file.endsWith('.tf'));
  expect(files).toEqual(['lease-role.tf']);
  const formatted = files.map((file) => spawnSync('terraform', ['fmt', '-check', path.join(FOLDER, file)]).status);
  expect(formatted).toEqual([0]);
});
