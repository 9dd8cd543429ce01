import {Flags} from '@oclif/core';
import {FUNCTION_LIMITS, MIN_MEMORY_MB} from '../../model/function/limits.js';
import {durationFlag} from './flags.js';
import {packagingFlags} from './packaging.js';

/** What goes into a layer; for chosen packages and a name of its own there is the release file. */
export const layerFlag = Flags.string({
  summary: 'What goes into a layer instead of the deployment package.',
  options: ['dependencies'],
  helpGroup: 'FUNCTION',
});

/** Flags that describe one function, for those who have no release file. */
export const functionFlags = {
  source: Flags.string({
    summary: 'Folder with the code to package, or a zip or jar that was built elsewhere, also s3://BUCKET/KEY.',
    helpValue: 'DIR|FILE',
    helpGroup: 'FUNCTION',
  }),
  image: Flags.string({
    summary: 'Container image in Amazon ECR in place of a source, by tag or digest.',
    helpValue: 'URI',
    helpGroup: 'FUNCTION',
  }),
  handler: Flags.string({summary: 'Handler, file.export.', helpValue: 'index.handler', helpGroup: 'FUNCTION'}),
  runtime: Flags.string({summary: 'Lambda runtime identifier.', helpValue: 'nodejs22.x', helpGroup: 'FUNCTION'}),
  role: Flags.string({summary: 'ARN of the execution role.', helpValue: 'ARN', helpGroup: 'FUNCTION'}),
  memory: Flags.integer({
    summary: 'Memory in MB.',
    min: MIN_MEMORY_MB,
    max: FUNCTION_LIMITS.standard.maxMemoryMb,
    helpValue: 'MB',
    helpGroup: 'FUNCTION',
  }),
  timeout: durationFlag({summary: 'How long one invocation may take, up to 15m.', helpGroup: 'FUNCTION'}),
  architecture: Flags.string({
    summary: 'Instruction set.',
    options: ['x86_64', 'arm64'],
    helpGroup: 'FUNCTION',
  }),
  layer: layerFlag,
  env: Flags.string({
    summary: 'Environment variable to set; the others stay. May be given several times.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME=VALUE',
    helpGroup: 'FUNCTION',
  }),
};

/** Flags of commands that publish a version. */
export const publishFlags = {
  ...functionFlags,
  ...packagingFlags,
  bucket: Flags.string({
    summary: 'S3 bucket for deployment packages above 50 MiB; "auto" for one that lambda-release makes and keeps.',
    env: 'LAMBDA_RELEASE_BUCKET',
    helpValue: 'NAME',
  }),
  prefix: Flags.string({
    summary: 'Key prefix in that bucket.',
    env: 'LAMBDA_RELEASE_PREFIX',
    helpValue: 'lambda/',
  }),
  bundle: Flags.string({
    summary: 'Release exactly what this bundle holds; see "package --bundle".',
    env: 'LAMBDA_RELEASE_BUNDLE',
    helpValue: 'FILE',
  }),
  'bundle-sha256': Flags.string({
    summary: 'SHA-256 that the bundle must have, as "package --bundle" printed it.',
    env: 'LAMBDA_RELEASE_BUNDLE_SHA256',
    helpValue: 'DIGEST',
    dependsOn: ['bundle'],
  }),
  create: Flags.boolean({summary: 'Create the function when it is not there; needs --role.'}),
  message: Flags.string({
    char: 'm',
    summary: 'Text on the version; the subject of the git commit when left out.',
    helpValue: 'TEXT',
  }),
};
