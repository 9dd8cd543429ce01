import {CreateBucketCommand, S3Client} from '@aws-sdk/client-s3';
import {SandboxClock} from '../../../src/lib/sandbox/clock.js';
import {createS3} from '../../../src/lib/sandbox/s3/s3-service.js';
import {hostService} from '../service-host.js';

/** The sandbox's S3 with one bucket, and a client of it that tries nothing twice. */
export async function s3WithBucket(Bucket: string) {
  const host = await hostService(createS3(new SandboxClock({speed: 1, originMs: 0})));
  const client = new S3Client({
    endpoint: host.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  await client.send(new CreateBucketCommand({Bucket}));
  return {client, host};
}
