import {execFile, spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {GetAliasCommand, ListFunctionsCommand} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import Publish from '../../../src/commands/publish.js';
import Shift from '../../../src/commands/shift.js';
import {sandboxEnvironment} from '../../../src/lib/demo/sandbox-environment.js';
import {packageRoot} from '../../../src/lib/package-root.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {runCommand} from '../../cli/run-command.js';
import {zipOf} from '../zip-of.js';
import {clientOf, codeOf} from './lab.js';

// Terraform's AWS provider is hundreds of megabytes: only with a folder that already holds it, as `terraform providers
// mirror` makes it. Nothing is downloaded.
const plugins = process.env.TERRAFORM_PLUGIN_DIR ?? '';
const binary = 'terraform';
const available = plugins !== '' && spawnSync(binary, ['version']).status === 0;

interface Settings {
  readonly description: string;
  /** Changes with the others, so that each resource is updated too. */
  readonly size: number;
  /** Code and traffic are somebody else's, as the README tells it. */
  readonly released: boolean;
}

const configuration = ({description, size, released}: Settings) => `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
resource "aws_lambda_function" "fn" {
  function_name    = "terraformed"
  role             = "arn:aws:iam::000000000000:role/runner"
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  description      = "${description}"
  filename         = "code.zip"
  source_code_hash = filebase64sha256("code.zip")
  publish          = ${!released}
  layers                         = [aws_lambda_layer_version.deps.arn]
  reserved_concurrent_executions = ${size}
  environment {
    variables = { STAGE = "test" }
  }
  ${released ? 'lifecycle { ignore_changes = [filename, source_code_hash, s3_bucket, s3_key, s3_object_version] }' : ''}
}
resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.fn.function_name
  function_version = ${released ? '"1"' : 'aws_lambda_function.fn.version'}
  ${released ? 'lifecycle { ignore_changes = [function_version, routing_config, description] }' : ''}
}
resource "aws_lambda_layer_version" "deps" {
  layer_name          = "deps"
  filename            = "layer.zip"
  compatible_runtimes = ["nodejs22.x"]
}
resource "aws_lambda_function_url" "url" {
  function_name      = aws_lambda_function.fn.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = "NONE"
  cors {
    allow_origins = ["*"]
    max_age       = ${size}
  }
}
resource "aws_lambda_event_source_mapping" "orders" {
  function_name    = aws_lambda_alias.live.arn
  event_source_arn = "arn:aws:sqs:us-east-1:000000000000:orders"
  batch_size       = ${size}
}
resource "aws_lambda_provisioned_concurrency_config" "live" {
  function_name                     = aws_lambda_function.fn.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = ${size - 3}
}
resource "aws_lambda_function_event_invoke_config" "live" {
  function_name                = aws_lambda_function.fn.function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = ${100 * size}
  destination_config {
    on_failure { destination = "arn:aws:sqs:us-east-1:000000000000:failed" }
  }
}
`;

test.skipIf(!available)(
  'Terraform, where TERRAFORM_PLUGIN_DIR holds its AWS provider, applies, changes, stands beside releases and destroys',
  {timeout: 600_000},
  async () => {
    await using sandbox = await startSandbox({speed: 20});
    const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-terraform-'));
    try {
      const env = {...process.env, AWS_ENDPOINT_URL: sandbox.endpoint, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1'};
      const terraform = async (...line: string[]) => {
        const {stdout} = await promisify(execFile)(binary, [...line, '-no-color'], {env, cwd: folder});
        return stdout;
      };
      const write = (settings: Settings) => writeFile(path.join(folder, 'main.tf'), configuration(settings));
      const apply = async (settings: Settings) => {
        await write(settings);
        await terraform('apply', '-auto-approve', '-input=false');
        const alias = new GetAliasCommand({FunctionName: 'terraformed', Name: 'live'});
        return (await clientOf(sandbox).send(alias)).FunctionVersion;
      };
      await writeFile(path.join(folder, 'code.zip'), await codeOf('terraformed'));
      await writeFile(path.join(folder, 'layer.zip'), await zipOf({'nodejs/node_modules/deps/index.js': ''}));
      const first = {description: 'first', size: 5, released: false};
      await write(first);
      await terraform('init', '-input=false', `-plugin-dir=${plugins}`);
      expect(await apply(first)).toBe('1');
      expect(await terraform('plan', '-input=false')).toContain('No changes.');
      expect(await apply({...first, description: 'second', size: 6})).toBe('2');
      expect(await terraform('plan', '-input=false')).toContain('No changes.');

      const released = {description: 'second', size: 6, released: true};
      await apply(released);
      stubEnvironment(sandboxEnvironment(sandbox));
      const ref = ['terraformed', '--source', path.join(packageRoot, 'templates', 'function')];
      expect(await runCommand(Publish, ref)).toMatchObject({exitCode: 0});
      expect(await runCommand(Shift, ['terraformed:live', '3', '--yes'])).toMatchObject({exitCode: 0});
      expect(await terraform('plan', '-input=false')).toContain('No changes.');
      expect(await apply({...released, size: 7})).toBe('3');

      await terraform('destroy', '-auto-approve', '-input=false');
      const {Functions} = await clientOf(sandbox).send(new ListFunctionsCommand({}));
      expect(Functions).toEqual([]);
    } finally {
      await rm(folder, {recursive: true});
    }
  },
);
