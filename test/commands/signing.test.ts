import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {CreateCodeSigningConfigCommand, PutFunctionCodeSigningConfigCommand} from '@aws-sdk/client-lambda';
import {CreateBucketCommand, ListObjectsV2Command, PutBucketVersioningCommand, S3Client} from '@aws-sdk/client-s3';
import {describe, expect, it} from 'vitest';
import Deploy from '../../src/commands/deploy.js';
import Doctor from '../../src/commands/doctor.js';
import Invoke from '../../src/commands/invoke.js';
import Publish from '../../src/commands/publish.js';
import {AwsClients} from '../../src/lib/aws/clients.js';
import {runCommand} from '../cli/run-command.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';
import {CREATE, openSandbox} from './on-sandbox.js';

const PLATFORM = 'AWSLambda-SHA384-ECDSA';

/** A sandbox with a profile, a bucket and a release file that names both. */
async function aRelease({profile = 'release', bucket = 'builds', versioned = true, platform = PLATFORM} = {}) {
  const sandbox = await openSandbox();
  const s3 = new S3Client({endpoint: sandbox.endpoint, region: sandbox.region, forcePathStyle: true});
  if (bucket !== 'auto') await s3.send(new CreateBucketCommand({Bucket: bucket}));
  if (bucket !== 'auto' && versioned) {
    await s3.send(new PutBucketVersioningCommand({Bucket: bucket, VersioningConfiguration: {Status: 'Enabled'}}));
  }
  const profileVersionArn = await putProfile('release', platform);
  const folder = writeTree(tempFolder(), {'src/index.mjs': "export const handler = async () => 'signed code';\n"});
  const config = path.join(folder, 'release.yml');
  const write = (text: string) => writeFileSync(config, `${text}\nrollout: {steps: all-at-once, watch: 0s}\n`);
  write(`functions: {checkout: {source: src}}\nsigning: {profile: ${profile}}\nartifacts: {bucket: ${bucket}}`);
  const source = (text: string) => writeTree(folder, {'src/index.mjs': text});
  return {sandbox, s3, config, write, source, profileVersionArn};
}

async function putProfile(profileName: string, platformId = PLATFORM): Promise<string> {
  const {client, sdk} = await new AwsClients().signer();
  const {profileVersionArn = ''} = await client.send(new sdk.PutSigningProfileCommand({profileName, platformId}));
  return profileVersionArn;
}

async function demand(UntrustedArtifactOnDeployment: 'Warn' | 'Enforce', allowed: readonly string[]) {
  const {client} = await new AwsClients().lambda();
  const {CodeSigningConfig} = await client.send(
    new CreateCodeSigningConfigCommand({
      AllowedPublishers: {SigningProfileVersionArns: [...allowed]},
      CodeSigningPolicies: {UntrustedArtifactOnDeployment},
    }),
  );
  const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn ?? '';
  await client.send(new PutFunctionCodeSigningConfigCommand({FunctionName: 'checkout', CodeSigningConfigArn}));
  return CodeSigningConfigArn;
}

const resultOf = ({stdout, stderr}: {readonly stdout: string; readonly stderr: string}) => {
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout).result.functions;
};

describe('signing of a release', () => {
  it('goes through the bucket, runs, is not done again, and is told', async () => {
    const {sandbox, s3, config, source, profileVersionArn} = await aRelease();
    const planned = await runCommand(Publish, ['--config', config, ...CREATE, '--dry-run']);
    expect(planned.stdout, planned.stderr).toContain('through S3 (bucket builds), signed by release');
    const created = await runCommand(Deploy, ['--config', config, ...CREATE, '--yes', '--json']);
    expect(resultOf(created)).toMatchObject([{version: '1'}]);
    expect((await runCommand(Invoke, ['checkout:live', '--json'])).stdout).toContain('signed code');
    const {Contents = []} = await s3.send(new ListObjectsV2Command({Bucket: 'builds'}));
    const keys = Contents.map(({Key}) => Key);
    expect(keys).toHaveLength(2);
    expect(keys).toContainEqual(expect.stringMatching(/^[\w-]{43}\.zip$/));
    expect(keys).toContainEqual(expect.stringMatching(/^signed\/.+\.zip$/));

    // The sandbox tells no signature of a function without a configuration: the version's own note does.
    const again = await runCommand(Publish, ['--config', config, '--json']);
    expect(resultOf(again)).toMatchObject([{version: '1', changed: false}]);
    expect(sandbox.calls().filter(({operation}) => operation === 'StartSigningJob')).toHaveLength(1);

    await demand('Enforce', [profileVersionArn]);
    source("export const handler = async () => 'demanded';\n");
    const shown = await runCommand(Publish, ['--config', config, '--dry-run']);
    expect(shown.stdout, shown.stderr).toMatch(
      /Takes +code signed by release \(version \w+\); refuses other code \(Enforce\)/,
    );
    const demanded = await runCommand(Deploy, ['--config', config, '--yes', '--json']);
    const signature = {profileVersionArn, jobArn: expect.stringContaining(':/signing-jobs/')};
    expect(resultOf(demanded)).toMatchObject([{version: '2', signature}]);
    const text = await runCommand(Publish, ['--config', config]);
    expect(text.stdout).toMatch(/Signed +by release \(version \w+\), job arn:aws:signer:/);
    expect((await runCommand(Doctor, ['--config', config])).stdout).toContain('refuses other code (Enforce)');
  });

  it('makes the bucket that lambda-release keeps itself with versions', async () => {
    const {config} = await aRelease({bucket: 'auto'});
    const {stdout, stderr, exitCode} = await runCommand(Publish, ['--config', config, ...CREATE, '--json']);
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout).result.functions).toMatchObject([{version: '1', uploaded: 's3'}]);
  });

  it('a layer is signed as well, and found again', async () => {
    const {sandbox, config, write, source, profileVersionArn} = await aRelease();
    await runCommand(Deploy, ['--config', config, ...CREATE, '--yes']);
    await demand('Enforce', [profileVersionArn]);
    source("import words from 'words';\nexport const handler = async () => words;\n");
    writeTree(path.dirname(config), {
      'src/package.json': '{"name":"checkout","dependencies":{"words":"1.0.0"}}',
      'src/package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {'': {dependencies: {words: '1.0.0'}}, 'node_modules/words': {version: '1.0.0'}},
      }),
      'src/node_modules/words/package.json': '{"name":"words","version":"1.0.0","main":"index.js"}',
      'src/node_modules/words/index.js': "module.exports = 'from the layer';\n",
    });
    write(
      'functions: {checkout: {source: src, layer: dependencies}}\nsigning: {profile: release}\nartifacts: {bucket: builds}',
    );
    const published = await runCommand(Publish, ['--config', config, '--json']);
    expect(published.exitCode, published.stderr).toBe(0);
    expect(resultOf(published)).toMatchObject([
      {layer: {signature: {profileVersionArn}, changed: true}, signature: {profileVersionArn}},
    ]);
    expect((await runCommand(Invoke, ['checkout:2', '--json'])).stdout).toContain('from the layer');
    const jobs = () => sandbox.calls().filter(({operation}) => operation === 'StartSigningJob').length;
    const before = jobs();
    expect(resultOf(await runCommand(Publish, ['--config', config, '--json']))).toMatchObject([
      {changed: false, layer: {changed: false}},
    ]);
    expect(jobs()).toBe(before);
  });
});

describe('a release that cannot be signed is refused before anything is sent', () => {
  const refusal = async (config: string, sandbox: {calls(): readonly {operation: string}[]}) => {
    const sent = () =>
      sandbox.calls().filter(({operation}) => /^(Put|Update|Start|Publish|Create)/.test(operation)).length;
    const before = sent();
    const refused = await runCommand(Publish, ['--config', config, ...CREATE, '--json']);
    expect(refused.exitCode, refused.stdout).toBe(3);
    expect(sent()).toBe(before);
    return JSON.parse(refused.stdout).error;
  };

  it('a bucket without versions', async () => {
    const {sandbox, config} = await aRelease({versioned: false});
    expect(await refusal(config, sandbox)).toMatchObject({
      code: 'BUCKET_NOT_VERSIONED',
      suggestions: expect.arrayContaining([
        'Turn versions on: aws s3api put-bucket-versioning --bucket builds --versioning-configuration Status=Enabled',
      ]),
    });
  });

  it('a profile that is not there, or of another platform', async () => {
    const {sandbox, config} = await aRelease({profile: 'other'});
    expect(await refusal(config, sandbox)).toMatchObject({code: 'SIGNING_PROFILE_NOT_FOUND'});
    const second = await aRelease({platform: 'AmazonFreeRTOS-Default'});
    expect(await refusal(second.config, second.sandbox)).toMatchObject({code: 'SIGNING_PROFILE_PLATFORM'});
  });

  it('no bucket', async () => {
    const {sandbox, config, write} = await aRelease();
    write('functions: {checkout: {source: src}}\nsigning: {profile: release}');
    expect(await refusal(config, sandbox)).toMatchObject({
      code: 'BUCKET_MISSING',
      message: expect.stringContaining('signed by release'),
    });
  });

  it('no profile, or one that is not allowed, where the function demands another', async () => {
    const {sandbox, config, write, source} = await aRelease();
    await runCommand(Deploy, ['--config', config, ...CREATE, '--yes']);
    const arn = await demand('Enforce', [await putProfile('strict')]);
    source("export const handler = async () => 'new';\n");
    const other = await refusal(config, sandbox);
    expect(other).toMatchObject({code: 'SIGNING_PROFILE_NOT_ALLOWED', message: expect.stringContaining('strict')});
    expect(other.suggestions.join(' ')).toContain(`update-code-signing-config --code-signing-config-arn ${arn}`);
    write('functions: {checkout: {source: src}}');
    expect(await refusal(config, sandbox)).toMatchObject({code: 'CODE_UNSIGNED'});
    write('functions: {checkout: {source: src, signing: {profile: strict}}}\nartifacts: {bucket: builds}');
    expect(resultOf(await runCommand(Publish, ['--config', config, '--json']))).toMatchObject([
      {version: '2', changed: true},
    ]);
  });

  it('an object that is signed already is released as it is', async () => {
    const {s3, config, write, source, profileVersionArn} = await aRelease();
    await runCommand(Publish, ['--config', config, ...CREATE]);
    await demand('Enforce', [profileVersionArn]);
    source("export const handler = async () => 'new';\n");
    await runCommand(Publish, ['--config', config]);
    const {Contents = []} = await s3.send(new ListObjectsV2Command({Bucket: 'builds', Prefix: 'signed/'}));
    const [first] = Contents.sort((a, b) => Number(a.LastModified) - Number(b.LastModified));
    write(`functions: {checkout: {source: 's3://builds/${first?.Key}'}}`);
    const published = await runCommand(Publish, ['--config', config, '--json']);
    expect(resultOf(published)).toMatchObject([{version: '3', signature: {profileVersionArn}}]);
    // A word of a profile changes nothing of that: AWS Signer signs nothing twice.
    write(`functions: {checkout: {source: 's3://builds/${first?.Key}'}}\nsigning: {profile: release}`);
    expect(resultOf(await runCommand(Publish, ['--config', config, '--json']))).toMatchObject([
      {version: '3', changed: false},
    ]);
  });
});
