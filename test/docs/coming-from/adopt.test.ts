import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {GetAliasCommand} from '@aws-sdk/client-lambda';
import {expect, onTestFinished, test, vi} from 'vitest';
import Adopt from '../../../src/commands/adopt.js';
import Deploy from '../../../src/commands/deploy.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import type {AdoptReport} from '../../../src/lib/report/result/adopt/adopt-text.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';
import {tempFolder} from '../../package/temp-folder.js';
import {clientOf, codeOf} from '../../sandbox/lambda/lab.js';
import {AROUND, available, PROVIDER, plugins, terraformIn} from './terraform-in.js';

/** As many have it: Terraform publishes with every apply, and the alias follows at once. */
const RELEASED_BY_TERRAFORM = `
resource "aws_lambda_function" "checkout" {
  function_name    = "checkout"
  role             = "arn:aws:iam::000000000000:role/runner"
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "code.zip"
  source_code_hash = filebase64sha256("code.zip")
  publish = true
  environment {
    variables = { TOKEN = "hush" }
  }
}
resource "aws_lambda_alias" "live" {
  function_name    = aws_lambda_function.checkout.function_name
  name             = "live"
  function_version = aws_lambda_function.checkout.version
}
`;
const MAIN = `${AROUND}${PROVIDER}}\n${RELEASED_BY_TERRAFORM}module "shop" {\n  source   = "./shop"\n  for_each = toset(["eu", "us"])\n  region   = each.key\n}\n`;
const SHOP = `variable "region" {}\n${RELEASED_BY_TERRAFORM.replace('"checkout"\n', '"pay-$' + '{var.region}"\n')
  .replaceAll('"checkout" {', '"pay" {')
  .replaceAll('.checkout.', '.pay.')}`;

/** The configuration with what adopt says written into it. */
function edited(text: string, {edits}: AdoptReport['stages'][number], module?: string): string {
  return edits.reduce((whole, {action, place, lines}) => {
    const [block = '', within] = place.split(' of ');
    if (action !== 'add' || within !== module) return whole;
    const body = lines.map((line) => `  ${line}\n`).join('');
    const at = whole.indexOf(`${block} {\n`);
    if (at < 0) throw new Error(`There is no ${block}.`);
    const end = whole.indexOf('\n}\n', at) + 1;
    const isPublishing = body.includes('publish = false');
    const kept = isPublishing ? whole.slice(at, end).replace(/^ {2}publish = true\n/m, '') : whole.slice(at, end);
    return `${whole.slice(0, at)}${kept}${body}${whole.slice(end)}`;
  }, text);
}

test.skipIf(!available)(
  'after what adopt says Terraform has no changes, whatever is released from the file that it wrote',
  {timeout: 600_000},
  async () => {
    await using sandbox = await startSandbox({speed: 60, requestsPerSecond: 0});
    const folder = tempFolder();
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    const terraform = terraformIn(folder, sandbox.endpoint);
    const shop = path.join(folder, 'shop/main.tf');
    mkdirSync(path.dirname(shop));
    writeFileSync(shop, SHOP);
    writeFileSync(path.join(folder, 'code.zip'), await codeOf('first'));
    await terraform.write(MAIN);
    await terraform.run('init', '-input=false', `-plugin-dir=${plugins}`);
    await terraform.run('apply', '-auto-approve', '-input=false');
    stubEnvironment(sandboxEnvironment(sandbox));

    const {stdout, exitCode} = await runCommand(Adopt, ['--json']);
    expect(exitCode).toBe(0);
    const {stages, functions}: AdoptReport = JSON.parse(stdout).result;
    expect(functions.map(({key}) => key)).toEqual(['checkout', 'pay-eu', 'pay-us']);
    expect(stdout + readFileSync(path.join(folder, 'release.yml'), 'utf8')).not.toContain('hush');
    const [stage] = stages;
    if (!stage) throw new Error('adopt said nothing.');
    const adopted = edited(MAIN, stage);
    writeFileSync(shop, edited(SHOP, stage, 'module.shop'));
    const told = await terraform.planOf(adopted);
    expect(told).toMatchObject({exitCode: 2, stdout: expect.stringContaining('0 to add, 3 to change, 0 to destroy')});
    expect(told.stdout.match(/^ +~ (?!resource|update)\S+/gm)?.map((line) => line.trim())).toEqual(
      Array(3).fill('~ publish'),
    );
    await terraform.run('apply', '-auto-approve', '-input=false');
    expect(await terraform.planOf(adopted)).toMatchObject({exitCode: 0});

    // The build makes the zip anew, and a release takes it.
    writeFileSync(path.join(folder, 'code.zip'), await codeOf('second'));
    const released = await runCommand(Deploy, ['--yes', '--steps', 'all-at-once', '--watch', '0s']);
    expect(released, released.stderr).toMatchObject({exitCode: 0});
    const alias = await clientOf(sandbox).send(new GetAliasCommand({FunctionName: 'pay-eu', Name: 'live'}));
    expect(alias.FunctionVersion).toBe('2');
    expect(await terraform.planOf(adopted)).toMatchObject({exitCode: 0});
    // Without what adopt says Terraform would write code and alias: the proof is not that it looks away.
    expect(await terraform.planOf(MAIN)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('source_code_hash'),
    });
  },
);
