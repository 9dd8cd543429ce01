import {expect, test} from 'vitest';
import {namedPlace, placeInstead} from '../../../src/lib/service/publish/managed-place.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeHost} from '../../fakes/fake-host.js';

const BUCKET = 'lambda-release-123456789012-eu-west-1';
const MISSING = {code: 'BUCKET_MISSING', message: 'The package is too large.', suggestions: []};
const {signal} = new AbortController();

function aSession(hasManaged: boolean, host = new FakeHost()) {
  const artifacts = new FakeArtifacts();
  artifacts.hasManaged = hasManaged;
  return {artifacts, host};
}

test.each([
  ['a name is kept', {bucket: 'mine', prefix: 'p/'}, false, {bucket: 'mine', prefix: 'p/'}],
  [
    'auto is the bucket that is there',
    {bucket: 'auto', prefix: 'p/'},
    true,
    {bucket: BUCKET, prefix: 'p/', managed: 'there'},
  ],
  [
    'auto makes the one that is not',
    {bucket: 'auto', prefix: ''},
    false,
    {bucket: BUCKET, prefix: '', managed: 'absent'},
  ],
  ['nothing stays nothing', undefined, true, undefined],
])('of a bucket that is named, %s', async (_, named, exists, expected) => {
  expect(await namedPlace(aSession(exists), named, signal)).toEqual(expected);
});

test('without a name, the bucket is used when it is there, and nobody is asked', async () => {
  const session = aSession(true);
  const place = await placeInstead(session, [MISSING], {prefix: '', asks: true}, signal);
  expect(place).toEqual({bucket: BUCKET, prefix: '', managed: 'there'});
  expect(session.host.heard).toEqual([]);
});

test('when it is not there a person is asked, and may say no', async () => {
  const yes = aSession(false);
  expect(await placeInstead(yes, [MISSING], {prefix: 'p/', asks: true}, signal)).toEqual({
    bucket: BUCKET,
    prefix: 'p/',
    managed: 'absent',
  });
  expect(yes.host.heard.join()).toMatch(/ask: The package is too large\. Make the bucket lambda-release-/);
  const no = aSession(false, new FakeHost({agrees: false}));
  await expect(placeInstead(no, [MISSING], {prefix: '', asks: true}, signal)).rejects.toMatchObject({code: 'DECLINED'});
  expect(no.artifacts.made).toEqual([]);
});

test.each([
  ['where nobody can be asked', {canAsk: false}, true, [MISSING]],
  ['when nothing is to be done', {canAsk: true}, false, [MISSING]],
  ['when something else is refused as well', {canAsk: true}, true, [MISSING, {...MISSING, code: 'FUNCTION_NOT_FOUND'}]],
])('%s the refusal stands', async (_, host, asks, refusals) => {
  const session = aSession(false, new FakeHost(host));
  expect(await placeInstead(session, refusals, {prefix: '', asks}, signal)).toBeUndefined();
  expect(session.host.heard).toEqual([]);
});
