import {expect, it} from 'vitest';
import {toHistory} from '../../../src/lib/plan/versions/history.js';
import {type RecordedEvent, toRecordedEvent} from '../../../src/lib/plan/versions/recorded-event.js';
import {recordedFates} from '../../../src/lib/plan/versions/recorded-fate.js';
import {historyText} from '../../../src/lib/report/result/versions/history-text.js';
import {aFunction} from '../../fakes/a-function.js';

const ref = {functionName: 'checkout', alias: 'live'};
const ADA = {command: 'deploy', by: 'arn:aws:iam::123456789012:user/ada', job: 'https://ci.test/42'};
const BOB = {command: 'rollout abort', by: 'arn:aws:iam::123456789012:user/bob'};
const WHY = 'candidate 3 failed 12 of 100 requests, stable 2 failed 1 of 1900: 20 to 1.';

/** One a minute, each run with its own numbers. */
function recordOf(...events: readonly object[]): readonly RecordedEvent[] {
  const at = (minute: number) => `2026-11-21T05:${String(minute).padStart(2, '0')}:00.000Z`;
  return events.flatMap((event, minute) => toRecordedEvent({time: at(minute), id: minute, ref, run: 'a', ...event}));
}

const started = (candidate: string, run: string) => ({type: 'rollout.started', candidate, run, origin: ADA});

const RECORD = recordOf(
  ...[started('2', 'a'), {type: 'rollout.promoted', version: '2', origin: ADA}],
  started('3', 'b'),
  {type: 'abort.started', reason: WHY, run: 'b', origin: ADA},
  {type: 'abort.finished', stable: '2', candidate: '3', run: 'b', origin: ADA},
  started('4', 'c'),
  {type: 'abort.finished', stable: '2', candidate: '4', run: 'd', origin: BOB},
  ...[started('5', 'e'), {type: 'rollout.promoted', version: '5', run: 'e', origin: ADA}],
  {type: 'traffic.shifted', stable: '2', from: '5', run: 'f', origin: {...BOB, command: 'rollback'}},
  started('6', 'g'),
);

it('five ends are five different true sentences', () => {
  const versions = ['2', '3', '4', '5', '6'].map((version) => aFunction({version}));
  const alias = {
    ...{functionName: 'checkout', alias: 'live', aliasArn: 'arn', revisionId: 'r', stable: '2'},
    description: '[lease of k3x9a0 took back 6]',
  };
  const text = historyText({
    ...{functionName: 'checkout', alias: 'live', older: 0, record: '/lambda-release'},
    releases: toHistory({versions, aliases: [alias]}, 'live', RECORD),
  });
  const lines = text.split('\n').filter((line) => /^ {2}live /.test(line));
  expect(lines.map((line) => line.replace(/^ {2}live +/, ''))).toEqual([
    'taken back by its lease: nobody worked on its rollout any more; it began 2026-11-21 05:10 UTC by arn:aws:iam::123456789012:user/ada (https://ci.test/42)',
    'had all traffic, and was rolled back to version 2 2026-11-21 05:09 UTC by arn:aws:iam::123456789012:user/bob',
    'aborted 2026-11-21 05:06 UTC by arn:aws:iam::123456789012:user/bob',
    `taken back 2026-11-21 05:04 UTC by arn:aws:iam::123456789012:user/ada (https://ci.test/42): ${WHY}`,
    'serving; promoted 2026-11-21 05:01 UTC by arn:aws:iam::123456789012:user/ada (https://ci.test/42)',
  ]);
  expect(text).not.toContain('nobody has kept');
});

it('says without a record what nobody can know, and claims no end that no line tells', () => {
  const versions = ['2', '3'].map((version) => aFunction({version}));
  const aliases = [
    {...{functionName: 'checkout', alias: 'live', aliasArn: 'arn', revisionId: 'r', stable: '2'}, description: ''},
  ];
  const told = (record?: readonly RecordedEvent[]) =>
    historyText({
      ...{functionName: 'checkout', older: 0, ...(record && {record: '/lambda-release'})},
      releases: toHistory({versions, aliases}, undefined, record),
    });
  expect(told()).toContain('not kept: never had all traffic, or was taken back');
  expect(told()).toContain('record: {logGroup: /lambda-release}');
  expect(told(recordOf(started('3', 'a')))).toContain('how it ended is in no record');
});

it('reads lines in any order, a line that was sent twice once, and those of another alias not at all', () => {
  const [first] = RECORD;
  const twice = [...RECORD, ...RECORD.filter(({type}) => type === 'rollout.started')].toReversed();
  expect(recordedFates(twice, 'live')).toEqual(recordedFates(RECORD, 'live'));
  expect(recordedFates(twice, 'beta').size).toBe(0);
  expect(first).toBeDefined();
  expect([{}, {type: 'x'}, {type: 'x', time: 3}].flatMap(toRecordedEvent)).toEqual([]);
});

it('believes the first of two drivers that tell the same end', () => {
  const ended = {type: 'abort.finished', stable: '2', candidate: '3'};
  const later = {type: 'abort.started', reason: WHY, run: 'c', origin: ADA};
  const back = recordOf(started('3', 'a'), {...ended, run: 'b', origin: BOB}, later, {...ended, run: 'c', origin: ADA});
  expect(recordedFates(back, 'live').get('3')).toMatchObject({kind: 'aborted', by: BOB.by});
  const promoted = {type: 'rollout.promoted', version: '3'};
  const twice = recordOf(started('3', 'a'), {...promoted, origin: BOB}, {...promoted, run: 'c', origin: ADA});
  expect(recordedFates(twice, 'live').get('3')).toMatchObject({kind: 'promoted', by: BOB.by});
  // What was promoted may still be taken back while it is watched, and released once more after that.
  const again = recordOf(promoted, {...ended, origin: BOB}, started('3', 'c'), {...promoted, run: 'c', origin: ADA});
  expect(recordedFates(again.slice(0, 2), 'live').get('3')).toMatchObject({kind: 'aborted'});
  expect(recordedFates(again, 'live').get('3')).toMatchObject({kind: 'promoted', by: ADA.by});
});

it.each([
  ['a move by hand to a version before', '2', '5', 'rolled back'],
  ['a move by hand to a later version', '5', '2', undefined],
])('%s', (_, stable, from, kind) => {
  const events = recordOf({type: 'traffic.shifted', stable, from, origin: {command: 'shift'}});
  expect(recordedFates(events, 'live').get(from)?.kind).toBe(kind);
});
