import {describe, expect, test} from 'vitest';
import {toPublishPreview} from '../../../src/lib/plan/publish/preview.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {aFunction} from '../../fakes/a-function.js';

const INLINE_LIMIT = 52_428_800;

function aSpec(overrides: Partial<PublishSpec> = {}): PublishSpec {
  return {
    functionName: 'checkout',
    package: {contentDigest: 'c'.repeat(43), codeSha256: 'bmV3', zippedBytes: 1_000, unzippedBytes: 5_000},
    configuration: {},
    create: false,
    versionDescription: 'a1b2c3',
    ...overrides,
  };
}

function sized(zippedBytes: number, unzippedBytes = 5_000) {
  return {contentDigest: 'c'.repeat(43), codeSha256: 'bmV3', zippedBytes, unzippedBytes};
}

function planOf(spec: PublishSpec, observed: Omit<Parameters<typeof planPublish>[1], 'functionName'>) {
  const planned = planPublish(spec, {functionName: 'checkout', ...observed});
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return planned.plan;
}

function codesOf(spec: PublishSpec, observed: Omit<Parameters<typeof planPublish>[1], 'functionName'>) {
  const planned = planPublish(spec, {functionName: 'checkout', ...observed});
  return planned.ok ? [] : planned.refusals.map(({code}) => code);
}

describe('what a publish plan does', () => {
  const published = aFunction({version: '7', codeSha256: 'bmV3', description: 'an older text'});

  test.each([
    ['the newest version is what is wanted', {codeSha256: 'bmV3'}, {}, 'nothing'],
    ['it is, although $LATEST holds other code', {codeSha256: 'b3RoZXI='}, {}, 'nothing'],
    ['the environment has more variables than wanted', {codeSha256: 'bmV3', environment: {A: '1'}}, {}, 'update'],
    ['$LATEST has another timeout than the version', {codeSha256: 'bmV3', timeoutSeconds: 9}, {}, 'update'],
    ['$LATEST is in another VPC than the version', {codeSha256: 'bmV3', otherSettings: '{"vpc":1}'}, {}, 'update'],
    ['the last update failed', {codeSha256: 'bmV3', lastUpdateStatus: 'Failed'}, {}, 'update'],
    ['a new description is wanted', {codeSha256: 'bmV3'}, {configuration: {description: 'new'}}, 'update'],
    ['another architecture is wanted', {codeSha256: 'bmV3'}, {architecture: 'x86_64'}, 'update'],
  ])('when %s', (_name, latest, spec, kind) => {
    expect(planOf(aSpec(spec), {latest: aFunction(latest), newest: published}).kind).toBe(kind);
  });

  test.each([
    ['code AWS has', {codeSha256: 'bmV3'}, {}, {kind: 'none'}],
    ['code of another architecture', {codeSha256: 'bmV3'}, {architecture: 'x86_64'}, {kind: 'inline'}],
    ['code of a failed update', {codeSha256: 'bmV3', lastUpdateStatus: 'Failed'}, {}, {kind: 'inline'}],
    ['new code', {}, {}, {kind: 'inline'}],
    ['code of the largest size a request takes', {}, {package: sized(INLINE_LIMIT - 1)}, {kind: 'inline'}],
    [
      'one byte more, with a bucket',
      {},
      {package: sized(INLINE_LIMIT), artifacts: {bucket: 'b', prefix: 'p/'}},
      {kind: 's3', bucket: 'b', prefix: 'p/'},
    ],
    ['small code, with a bucket', {}, {artifacts: {bucket: 'b', prefix: 'p/'}}, {kind: 'inline'}],
  ])('%s travels as it must', (_name, latest, spec, code) => {
    expect(planOf(aSpec(spec), {latest: aFunction(latest)})).toMatchObject({kind: 'update', code});
  });

  test('only what differs is sent, and the environment is merged', () => {
    const latest = aFunction({memoryMb: 128, environment: {KEEP: 'k', OLD: 'o'}});
    const configuration = {memoryMb: 512, timeoutSeconds: 3, environment: {OLD: 'n', NEW: 'x'}};
    expect(planOf(aSpec({configuration}), {latest})).toMatchObject({
      change: {memoryMb: 512, environment: {KEEP: 'k', OLD: 'n', NEW: 'x'}},
      changedFields: ['code', 'memory', 'environment'],
    });
    expect(planOf(aSpec({configuration, environmentMode: 'replace'}), {latest})).toMatchObject({
      change: {memoryMb: 512, environment: {OLD: 'n', NEW: 'x'}},
    });
  });

  test('a preview names variables and never shows a value', () => {
    const latest = aFunction({environment: {OLD: 'old-secret', GONE: 'gone-secret'}});
    const spec = aSpec({
      configuration: {environment: {OLD: 'new-secret', NEW: 'more-secret'}},
      environmentMode: 'replace',
    });
    const preview = toPublishPreview(planOf(spec, {latest, newest: aFunction({version: '7'})}));
    expect(JSON.stringify(preview)).not.toMatch(/secret/);
    expect(preview).toMatchObject({
      action: 'update',
      upload: 'inline',
      previousVersion: '7',
      changes: [{field: 'environment', added: ['NEW'], changed: ['OLD'], removed: ['GONE']}],
    });
  });

  test('a function that is not there is created with everything it needs', () => {
    const configuration = {role: 'arn:aws:iam::123456789012:role/r', runtime: 'nodejs22.x', handler: 'index.handler'};
    expect(planOf(aSpec({create: true, configuration}), {})).toMatchObject({
      kind: 'create',
      architecture: 'x86_64',
      configuration,
      code: {kind: 'inline'},
    });
  });
});

describe('what speaks against publishing', () => {
  const latest = aFunction();
  const large = {AA: 'x'.repeat(3_000)};

  test.each([
    ['nothing', aSpec(), {latest}, []],
    ['an absent function', aSpec(), {}, ['FUNCTION_NOT_FOUND']],
    ['a creation that lacks something', aSpec({create: true, configuration: {role: 'r'}}), {}, ['CREATE_INCOMPLETE']],
    ['an image function', aSpec(), {latest: aFunction({packageType: 'Image'})}, ['PACKAGE_TYPE']],
    ['a failed function', aSpec(), {latest: aFunction({state: 'Failed'})}, ['FUNCTION_FAILED']],
    ['a large zip without a bucket', aSpec({package: sized(INLINE_LIMIT)}), {latest}, ['BUCKET_MISSING']],
    ['the largest tree', aSpec({package: sized(1, 262_143_999)}), {latest}, []],
    ['a tree one byte larger', aSpec({package: sized(1, 262_144_000)}), {latest}, ['UNZIPPED_TOO_LARGE']],
    [
      'two things at once',
      aSpec({package: sized(INLINE_LIMIT + 1, 262_144_001)}),
      {},
      ['UNZIPPED_TOO_LARGE', 'BUCKET_MISSING', 'FUNCTION_NOT_FOUND'],
    ],
    [
      'names AWS does not take',
      aSpec({configuration: {environment: {A: '1', '2B': '1', GOOD_1: '1'}}}),
      {latest},
      ['ENVIRONMENT_NAME_INVALID'],
    ],
    [
      'an environment that is too large once merged',
      aSpec({configuration: {environment: {BB: 'x'.repeat(1_500)}}}),
      {latest: aFunction({environment: large})},
      ['ENVIRONMENT_TOO_LARGE'],
    ],
    [
      'an environment AWS cannot read',
      aSpec({configuration: {environment: {BB: '1'}}}),
      {latest: aFunction({environmentUnreadable: 'AccessDeniedException'})},
      ['ENVIRONMENT_UNREADABLE'],
    ],
    [
      'no merge into an environment AWS cannot read',
      aSpec({configuration: {environment: {BB: '1'}}, environmentMode: 'replace'}),
      {latest: aFunction({environmentUnreadable: 'AccessDeniedException'})},
      [],
    ],
  ])('%s', (_name, spec, observed, codes) => {
    expect(codesOf(spec, observed)).toEqual(codes);
  });

  test('a missing bucket names the flag, the variable and the key of the release file', () => {
    const planned = planPublish(aSpec({package: sized(INLINE_LIMIT + 1)}), {functionName: 'checkout', latest});
    const text = planned.ok ? '' : planned.refusals[0].suggestions.join(' ');
    expect(text).toMatch(/--bucket .*LAMBDA_RELEASE_BUCKET.*artifacts: \{bucket/);
  });

  test('an environment that is too large is described by names alone', () => {
    const configuration = {environment: {TOKEN: 'secret'.repeat(1_000)}};
    const planned = planPublish(aSpec({configuration}), {functionName: 'checkout', latest});
    expect(planned.ok).toBe(false);
    expect(JSON.stringify(planned)).toContain('TOKEN');
    expect(JSON.stringify(planned)).not.toContain('secret');
  });
});
