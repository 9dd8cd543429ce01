import {expect, test} from 'vitest';
import {withCode} from '../../../src/lib/execute/publish/code.js';
import type {BucketLack} from '../../../src/lib/ports/artifacts.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeSigning} from '../../fakes/fake-signing.js';

const LACK: BucketLack = {what: 'public access is not blocked', command: 'aws s3api put-public-access-block'};

async function sendTo(managed: 'there' | 'absent' | undefined, lacks: readonly BucketLack[]) {
  const artifacts = new FakeArtifacts();
  artifacts.hasManaged = managed === 'there';
  artifacts.lacks = lacks;
  const events = new EventRecorder();
  const code = {kind: 's3' as const, bucket: 'b', prefix: '', ...(managed && {managed})};
  const upload = {functionName: 'checkout', contentDigest: 'd', codeSha256: 's', code, zip: new Uint8Array(1)};
  const deps = {artifacts, events, signing: new FakeSigning(), clock: new FakeClock()};
  await withCode(deps, upload, async () => undefined);
  const warnings = events.events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  return {artifacts, warnings};
}

test('a managed bucket that is not set up as ours is used, with a warning and the command', async () => {
  const {artifacts, warnings} = await sendTo('there', [LACK]);
  expect(artifacts.stored).toHaveLength(1);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^The bucket .*: public access is not blocked\. To set it: aws s3api put-public-access-block$/,
    ),
  ]);
});

test('of several commands the first is shown, and where the others are', async () => {
  const {warnings} = await sendTo('there', [LACK, {what: 'it can be reached without TLS', command: 'aws other'}]);
  expect(warnings.join()).toContain('not blocked; it can be reached without TLS.');
  expect(warnings.join()).toContain('"lambda-release doctor" prints all 2 commands');
});

test.each<['there' | 'absent' | undefined, readonly BucketLack[]]>([
  ['there', []],
  ['absent', [LACK]],
  [undefined, [LACK]],
])('a bucket that is %s is not warned of when there is nothing to say of it', async (managed, lacks) => {
  expect((await sendTo(managed, lacks)).warnings).toEqual([]);
});
