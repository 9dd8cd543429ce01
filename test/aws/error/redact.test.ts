import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {redact} from '../../../src/lib/aws/error/redact.js';

describe('what a message of AWS may repeat', () => {
  test.each([
    [
      'the environment, when it is larger than 4 KB',
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: {"TOKEN":"s3cr3t","A":"}"}',
      /exceeded the 4KB limit\. String measured: \[environment removed\]$/,
    ],
    [
      'the environment, when a name is refused',
      "1 validation error detected: Value '{A=s3cr3t, B=it's s3cr3t}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint",
      /^1 validation error detected: Value \[removed\] at 'environment\.variables' failed/,
    ],
    [
      'a presigned URL',
      'see https://b.s3.amazonaws.com/k.zip?X-Amz-Algorithm=AWS4&X-Amz-Credential=s3cr3t&X-Amz-Signature=s3cr3t for it',
      /^see https:\/\/b\.s3\.amazonaws\.com\/k\.zip\?\[signature removed\] for it$/,
    ],
    ['a signature alone', 'got X-Amz-Signature=s3cr3t&a=b', /^got \[signature removed\]&a=b$/],
    ['an authorization header', 'AWS4-HMAC-SHA256 Credential=s3cr3t/x, Signature=s3cr3t', /^\[signature removed\]$/],
    ['an access key', 'key ASIAIOSFODNN7S3CR3T is unknown', /^key \[access key removed\] is unknown$/],
    [
      'a session token',
      `token IQoJb3JpZ2lu${'s3cr3t'.repeat(20)}== expired`,
      /^token \[session token removed\]={0,2} expired$/,
    ],
    ['a secret key by its name', '{"secretAccessKey": "s3cr3t", "a": 1}', /secretAccessKey": \[removed\], "a": 1/],
  ])('%s', (_name, message, expected) => {
    const clean = redact(message);
    expect(clean).toMatch(expected);
    expect(clean).not.toMatch(/s3cr3t/i);
  });

  test('an ordinary message stays as it is', () => {
    const message =
      'User: arn:aws:iam::123456789012:user/ada is not authorized to perform: lambda:UpdateAlias on resource: arn:aws:lambda:eu-west-1:123456789012:function:checkout';
    expect(redact(message)).toBe(message);
  });

  test('no value of the environment that was sent comes back, however it is quoted', () => {
    // None of these letters is in "[removed]", so that no secret can form across its edge.
    const texts = fc.string({unit: fc.constantFrom('a', 'b', '"', '\\', '\n', '$'), minLength: 4, maxLength: 12});
    fc.assert(
      fc.property(fc.array(texts, {minLength: 1, maxLength: 4}), texts, (secrets, around) => {
        const clean = redact(`${around}${secrets.join(around)} ${JSON.stringify(secrets)}`, secrets);
        for (const secret of secrets) expect(clean).not.toContain(secret);
      }),
    );
  });

  test('a flag such as "1" does not tear the sentence apart', () => {
    expect(redact('1 validation error at line 11', ['1'])).toBe('1 validation error at line 11');
  });
});

test('words of which every log is made are left, whatever the environment says', () => {
  expect(redact('{"ok":true,"level":"info","stage":"eu-main"}', ['true', 'info', 'eu-main'])).toBe(
    '{"ok":true,"level":"info","stage":"[removed]"}',
  );
});
