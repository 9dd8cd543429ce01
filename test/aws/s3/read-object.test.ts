import {expect, test} from 'vitest';
import {readObject} from '../../../src/lib/aws/s3/read-object.js';
import {MAX_UNZIPPED_BYTES} from '../../../src/lib/model/package-limits.js';
import {stubAws} from '../stub-aws.js';

const OBJECT = {bucket: 'builds', key: 'checkout/app.zip'};
const BYTES = Buffer.from('PK, and what follows');
const noSuch = (code: string) => ({
  status: 404,
  headers: {'content-type': 'application/xml'},
  body: `<Error><Code>${code}</Code><Message>The specified key does not exist.</Message></Error>`,
});

test('the bytes come with the version that they are of', async () => {
  const {clients, requests} = await stubAws(() => ({status: 200, headers: {'x-amz-version-id': 'v7'}, body: BYTES}));
  expect(await readObject(clients, OBJECT)).toEqual({...OBJECT, objectVersion: 'v7', bytes: BYTES});
  const path = '/builds/checkout/app.zip';
  expect(requests).toMatchObject([
    {method: 'HEAD', path},
    {method: 'GET', path},
  ]);
  expect(requests.map(({query}) => query.get('versionId'))).toEqual([null, 'v7']);
});

test('a version that is named is the one that is asked for', async () => {
  const {clients, requests} = await stubAws(() => ({status: 200, headers: {'x-amz-version-id': 'v3'}, body: BYTES}));
  expect(await readObject(clients, {...OBJECT, objectVersion: 'v3'})).toMatchObject({objectVersion: 'v3'});
  expect(requests.map(({query}) => query.get('versionId'))).toEqual(['v3', 'v3']);
});

test('a bucket that keeps no versions has none', async () => {
  const {clients} = await stubAws(() => ({status: 200, body: BYTES}));
  expect(await readObject(clients, OBJECT)).not.toHaveProperty('objectVersion');
});

test.each([
  ['NoSuchKey', 'OBJECT_NOT_FOUND', /no object s3:\/\/builds\/checkout\/app\.zip/],
  ['NoSuchVersion', 'OBJECT_NOT_FOUND', /no object/],
  ['NoSuchBucket', 'BUCKET_NOT_FOUND', /There is no object/],
])('%s says what is not there', async (said, code, message) => {
  const {clients} = await stubAws(({method}) => (method === 'HEAD' ? {status: 404} : noSuch(said)));
  await expect(readObject(clients, OBJECT)).rejects.toMatchObject({code, message: expect.stringMatching(message)});
});

test('what no package can be as large as is refused without being fetched', async () => {
  const length = String(3 * MAX_UNZIPPED_BYTES);
  const {clients, requests} = await stubAws(() => ({status: 200, headers: {'content-length': length}}));
  await expect(readObject(clients, OBJECT)).rejects.toMatchObject({code: 'PACKAGE_TOO_LARGE', exitCode: 3});
  expect(requests).toMatchObject([{method: 'HEAD'}]);
});
