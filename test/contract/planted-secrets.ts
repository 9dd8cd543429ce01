import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {type Tree, writeTree} from '../package/temp-folder.js';

/** Values that no command may ever print, by where they are planted. */
export const PLANTED = {
  'environment value of the release file': 'planted-in-release-file-4711',
  'environment value of a flag': 'planted-in-a-flag-4712',
  'environment value of this process': 'planted-in-the-process-4713',
  'access key': 'AKIAPLANTED471447144',
  'secret access key': 'plantedSecretAccessKey4715',
  'session token': 'IQoJplantedSessionToken4716AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'signature of a presigned URL': 'plantedsignature4717',
} as const;

/** Credentials as the AWS SDK finds them. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: PLANTED['access key'],
  AWS_SECRET_ACCESS_KEY: PLANTED['secret access key'],
  AWS_SESSION_TOKEN: PLANTED['session token'],
};

/** What else is in the environment of the one who releases. */
export const SURROUNDINGS = {...CREDENTIALS, PLANTED_HERE: PLANTED['environment value of this process']};

/** Tells everything it knows, in its log and in its answer, and in its error when the event asks for one. */
const BLABBER = `
const url = 'https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${PLANTED['signature of a presigned URL']}';
export async function handler(event) {
  console.log('environment', process.env, url);
  console.error(JSON.stringify(process.env));
  if (event.fail) throw new Error('no ' + process.env.TOKEN + ' at ' + url);
  return {environment: process.env, url, credentials: ${JSON.stringify(CREDENTIALS)}};
}
// VERSION
`;

/** What AWS answers to an environment above 4 KB: all of it (Lambda, UpdateFunctionConfiguration). */
export const ECHO = `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"TOKEN":"${PLANTED['environment value of the release file']}"}`;

/** A project with one dependency, for a layer. */
const PROJECT: Tree = {
  'project/package.json': '{"name": "project", "version": "1.0.0", "dependencies": {"tiny": "1.0.0"}}',
  'project/package-lock.json': JSON.stringify({
    name: 'project',
    lockfileVersion: 3,
    packages: {'': {dependencies: {tiny: '1.0.0'}}, 'node_modules/tiny': {version: '1.0.0'}},
  }),
  'project/node_modules/tiny/package.json': '{"name": "tiny", "version": "1.0.0"}',
  'project/node_modules/tiny/index.js': 'module.exports = 1;',
};

/** What Terraform knows of it: everything. */
const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  resources: [
    {
      ...{mode: 'managed', type: 'aws_lambda_function', name: 'checkout'},
      instances: [
        {
          attributes: {
            function_name: 'checkout',
            filename: 'checkout.zip',
            handler: PLANTED['secret access key'],
            environment: [{variables: {TOKEN: PLANTED['environment value of the release file']}}],
          },
          sensitive_attributes: [[{type: 'get_attr', value: 'handler'}]],
        },
      ],
    },
  ],
};

/** A release of `checkout` with secrets in its environment; `version` makes the code another one. */
export function plantRelease(folder: string, version: number): void {
  const tree: Tree = {
    'dist/index.mjs': BLABBER.replace('VERSION', String(version)),
    'ok.json': '{}',
    'fail.json': '{"fail":1}',
    'state.json': JSON.stringify(STATE),
    ...PROJECT,
  };
  writeTree(folder, tree);
  writeFileSync(
    path.join(folder, 'release.yml'),
    [
      'functions:',
      '  checkout:',
      '    source: dist',
      '    handler: index.handler',
      `    environment: {TOKEN: "${PLANTED['environment value of the release file']}"}`,
      'rollout: {alias: live, steps: all-at-once, watch: 0s}',
      '',
    ].join('\n'),
  );
}
