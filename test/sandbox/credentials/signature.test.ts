import {expect, test} from 'vitest';
import {isSignedWith} from '../../../src/lib/sandbox/credentials/signature.js';
import type {SandboxRequest} from '../../../src/lib/sandbox/service.js';

// The example of the S3 API reference, sigv4-query-string-auth: GET of test.txt, presigned for a day.
const EXAMPLE = {
  'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
  'X-Amz-Credential': 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request',
  'X-Amz-Date': '20130524T000000Z',
  'X-Amz-Expires': '86400',
  'X-Amz-SignedHeaders': 'host',
  'X-Amz-Signature': 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
};
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function presigned(change: Partial<typeof EXAMPLE> = {}, path = '/test.txt'): SandboxRequest {
  return {
    method: 'GET',
    path,
    query: new URLSearchParams({...EXAMPLE, ...change}),
    headers: {host: 'examplebucket.s3.amazonaws.com'},
    body: Buffer.alloc(0),
    region: 'us-east-1',
    accountId: '000000000000',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    signedService: 's3',
    requestId: 'r',
  };
}

test("AWS's own example of a presigned URL is signed with its secret, and with no other", () => {
  expect(isSignedWith(presigned(), SECRET)).toBe(true);
  expect(isSignedWith(presigned(), `${SECRET}.`)).toBe(false);
});

test.each([
  ['another path', presigned({}, '/other.txt')],
  ['another expiry', presigned({'X-Amz-Expires': '86401'})],
  ['a longer signature', presigned({'X-Amz-Signature': `${EXAMPLE['X-Amz-Signature']}0`})],
  ['no signature', presigned({'X-Amz-Signature': ''})],
  ['another algorithm', presigned({'X-Amz-Algorithm': 'AWS4-ECDSA-P256-SHA256'})],
])('%s is not', (_, request) => {
  expect(isSignedWith(request, SECRET)).toBe(false);
});
