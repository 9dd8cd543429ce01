import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {SignerSigning} from '../../../src/lib/aws/signer/signing.js';
import {openSandbox} from '../../commands/on-sandbox.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubAws} from '../stub-aws.js';

const PROFILE = 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/release/abcde12345';
const REQUEST = {
  object: {bucket: 'builds', key: 'app.zip', objectVersion: 'v1'},
  prefix: 'signed/',
  profile: 'release',
  profileVersionArn: PROFILE,
};

describe('signing jobs', () => {
  test('the same request has the same token, and every part of it counts', async () => {
    const tokens: unknown[] = [];
    const {clients} = await stubAws(({body}) => {
      tokens.push(JSON.parse(body.toString()).clientRequestToken);
      return {status: 200, body: '{"jobId":"11111111-2222-4333-8444-555555555555"}'};
    });
    const signing = new SignerSigning(clients);
    const requests = [
      REQUEST,
      REQUEST,
      {...REQUEST, object: {...REQUEST.object, objectVersion: 'v2'}},
      {...REQUEST, prefix: 'other/'},
      {...REQUEST, profileVersionArn: PROFILE.replace('abcde', 'fghij')},
      {...REQUEST, insteadOf: {jobId: 'one', atMs: 1}},
    ];
    for (const request of requests) await signing.start(request);
    expect(tokens[1]).toBe(tokens[0]);
    expect(new Set(tokens).size).toBe(requests.length - 1);
  });

  test('a profile is read once for all who ask, and anew after a failure', async () => {
    let asked = 0;
    const {clients} = await stubAws(() => {
      asked += 1;
      if (asked === 1) return {status: 403, body: '{"code":"AccessDeniedException","message":"not here"}'};
      return {status: 200, body: JSON.stringify({profileVersionArn: PROFILE, platformId: 'AWSLambda-SHA384-ECDSA'})};
    });
    const signing = new SignerSigning(clients);
    await expect(signing.getProfile('release')).rejects.toThrow();
    const found = await Promise.all([1, 2, 3].map(() => signing.getProfile('release')));
    expect(found.map((profile) => profile?.versionArn)).toEqual([PROFILE, PROFILE, PROFILE]);
    expect(asked).toBe(2);
  });

  test('a profile that is not there is nothing, and a job of it says so', async () => {
    await openSandbox();
    const signing = new SignerSigning(new AwsClients());
    expect(await signing.getProfile('absent')).toBeUndefined();
    await expect(signing.start(REQUEST)).rejects.toMatchObject({
      code: 'AWS_ERROR',
      message: expect.stringContaining('release'),
    });
  });

  test('what is no zip, and what is signed already, fails by its reason', async () => {
    const sandbox = await openSandbox();
    const s3 = new S3Client({endpoint: sandbox.endpoint, region: sandbox.region, forcePathStyle: true});
    await s3.send(new CreateBucketCommand({Bucket: 'builds'}));
    const zip = await zipOf({'index.mjs': 'export const handler = async () => 1;\n'});
    // Before the bucket keeps versions: such an object is signed as its version "null".
    await s3.send(new PutObjectCommand({Bucket: 'builds', Key: 'early.zip', Body: zip}));
    await s3.send(new PutBucketVersioningCommand({Bucket: 'builds', VersioningConfiguration: {Status: 'Enabled'}}));
    const {VersionId = ''} = await s3.send(new PutObjectCommand({Bucket: 'builds', Key: 'no.zip', Body: 'no zip'}));
    const clients = new AwsClients();
    const {client, sdk} = await clients.signer();
    await client.send(new sdk.PutSigningProfileCommand({profileName: 'release', platformId: 'AWSLambda-SHA384-ECDSA'}));
    const signing = new SignerSigning(clients);
    const ended = async (object: typeof REQUEST.object | {bucket: string; key: string}) => {
      const jobId = await signing.start({...REQUEST, object});
      for (;;) {
        const job = await signing.getJob(jobId);
        if (job.kind !== 'going') return job;
      }
    };
    expect(await ended({bucket: 'builds', key: 'no.zip', objectVersion: VersionId})).toMatchObject({kind: 'failed'});
    const signed = await ended({bucket: 'builds', key: 'early.zip'});
    expect(signed).toMatchObject({kind: 'signed', object: {bucket: 'builds'}, isRevoked: false});
    const key = signed.kind === 'signed' ? signed.object.key : '';
    const {VersionId: objectVersion = ''} = await s3.send(new HeadObjectCommand({Bucket: 'builds', Key: key}));
    expect(await ended({bucket: 'builds', key, objectVersion})).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('signature already'),
    });
  });
});
