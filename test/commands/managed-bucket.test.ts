import {DeletePublicAccessBlockCommand, HeadObjectCommand, ListObjectsV2Command, S3Client} from '@aws-sdk/client-s3';
import {expect, test} from 'vitest';
import Doctor from '../../src/commands/doctor.js';
import Invoke from '../../src/commands/invoke.js';
import Publish from '../../src/commands/publish.js';
import {createWiring} from '../../src/lib/cli/wiring.js';
import {runCommand} from '../cli/run-command.js';
import {isWhole} from '../fakes/whole.js';
import {tempFolder, writeTree} from '../package/temp-folder.js';
import {incompressible} from '../package/zip/incompressible.js';
import {CREATE, openSandbox} from './on-sandbox.js';

const JUST_TOO_LARGE = 50 * 1024 * 1024;
const BUCKET = 'lambda-release-000000000000-us-east-1';

test('doctor sees what has become of the bucket, and prints the command that mends it', async () => {
  await openSandbox();
  await createWiring({}, process.env).artifacts.managed.create();
  expect((await runCommand(Doctor, ['checkout:live'])).stdout).toContain('for TLS alone, and it cleans up by itself');

  await new S3Client().send(new DeletePublicAccessBlockCommand({Bucket: BUCKET}));
  const {stdout, exitCode} = await runCommand(Doctor, ['checkout:live']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('public access is not blocked');
  expect(stdout).toContain(`aws s3api put-public-access-block --bucket ${BUCKET}`);
});

// Six seconds of deflating and hashing: `npm run trust` does it.
test.runIf(isWhole)('a zip above 50 MiB goes through a bucket that is made for it, and runs', async () => {
  await openSandbox();
  const source = writeTree(tempFolder(), {
    'index.mjs':
      "import {statSync} from 'node:fs';\nexport const handler = async () => statSync(new URL('data.bin', import.meta.url)).size;\n",
    'data.bin': incompressible(JUST_TOO_LARGE),
  });
  const published = await runCommand(Publish, ['checkout', '--source', source, ...CREATE, '--bucket', 'auto']);
  expect(published.exitCode, published.stderr).toBe(0);
  const client = new S3Client();
  const {Contents = []} = await client.send(new ListObjectsV2Command({Bucket: BUCKET}));
  const head = await client.send(new HeadObjectCommand({Bucket: BUCKET, Key: Contents[0]?.Key}));
  expect(head.ContentLength).toBeGreaterThan(JUST_TOO_LARGE);
  const invoked = await runCommand(Invoke, ['checkout:1', '--json']);
  expect(invoked.stdout).toContain(String(JUST_TOO_LARGE));
});
