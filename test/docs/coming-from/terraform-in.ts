import {execFile, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

// Terraform's AWS provider is hundreds of megabytes: only with a folder that already holds it.
export const plugins = process.env.TERRAFORM_PLUGIN_DIR ?? '';
export const available = plugins !== '' && spawnSync('terraform', ['version']).status === 0;

/** What a page cannot know: the account and the role. */
export const AROUND = `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
variable "role" { default = "arn:aws:iam::000000000000:role/runner" }
`;
export const PROVIDER = 'provider "aws" {\n  skip_metadata_api_check = true\n  skip_region_validation = true\n';

/** Terraform in a folder with this configuration, its provider there already. */
export function terraformIn(folder: string, endpoint: string) {
  const keys = {AWS_ACCESS_KEY_ID: 'sandbox', AWS_SECRET_ACCESS_KEY: 'sandbox', AWS_REGION: 'us-east-1'};
  const env = {...process.env, ...keys, AWS_ENDPOINT_URL: endpoint, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1'};
  const run = (...line: string[]) => promisify(execFile)('terraform', [...line, '-no-color'], {env, cwd: folder});
  const write = (configuration: string) => writeFile(path.join(folder, 'main.tf'), configuration);
  return {
    run,
    write,
    /** 0 without changes, 2 with some, as `-detailed-exitcode` has it. */
    async planOf(configuration: string): Promise<{exitCode: number; stdout: string}> {
      await write(configuration);
      return run('plan', '-input=false', '-detailed-exitcode').then(
        ({stdout}) => ({exitCode: 0, stdout}),
        ({code, stdout, stderr}) => ({exitCode: code, stdout: `${stdout}${stderr}`}),
      );
    },
  };
}
