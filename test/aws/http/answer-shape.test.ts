import {expect, test} from 'vitest';
import {LambdaConcurrency} from '../../../src/lib/aws/lambda/concurrency.js';
import {LambdaVersions} from '../../../src/lib/aws/lambda/versions.js';
import {readObject} from '../../../src/lib/aws/s3/read-object.js';
import {parseVersion} from '../../../src/lib/model/versions/version.js';
import {stubAws} from '../stub-aws.js';

const PAGE = {status: 200, headers: {'content-type': 'text/html; charset=utf-8'}, body: '<h1>Sign in to continue</h1>'};

test('a page of a portal is no deletion, though its 200 has all that AWS would say', async () => {
  const {clients} = await stubAws(() => PAGE);
  const seven = parseVersion('7');
  const uncertain = {code: 'NOT_AN_AWS_ENDPOINT', uncertain: true};
  await expect(new LambdaConcurrency(clients, clients).deleteReserved('checkout')).rejects.toMatchObject(uncertain);
  await expect(new LambdaVersions(clients).deleteVersion('checkout', seven)).rejects.toMatchObject(uncertain);
});

test('nothing at all is an answer, whatever it calls itself', async () => {
  const {headers} = PAGE;
  const {clients} = await stubAws((_, count) =>
    count === 1 ? {status: 204, headers} : {status: 200, headers: {...headers, 'content-length': '0'}},
  );
  const concurrency = new LambdaConcurrency(clients, clients);
  await expect(concurrency.deleteReserved('checkout')).resolves.toBeUndefined();
  await expect(concurrency.deleteReserved('checkout')).resolves.toBeUndefined();
});

test('an object of S3 may be a page', async () => {
  const {clients} = await stubAws(() => PAGE);
  const {bytes} = await readObject(clients, {bucket: 'builds', key: 'app.zip'});
  expect(bytes.toString()).toBe(PAGE.body);
});
