import {expect, it} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import type {BusEvent} from '../../../src/lib/ports/rollout/notices.js';
import {Notifier, type NotifySettings} from '../../../src/lib/report/notify/notifier.js';

const ref = {functionName: 'checkout', alias: 'live'};
const ADDRESS = 'https://hooks.example.test/T000/secret';
const SLACK = 'https://hooks.slack.com/services/T000/B000/secret';
const ORIGIN = {
  ...{command: 'deploy', tool: '0.1.0', host: 'here', by: 'arn:aws-cn:iam::111111111111:user/a&b'},
  ...{account: '111111111111', region: 'cn-north-1'},
};

const promoted = (candidate: string): ReleaseEvent => ({
  ...{type: 'rollout.promoted', ref, version: candidate},
  of: {rolloutId: 'k3x9a0', stable: '7', candidate},
});

function opened(
  settings: NotifySettings | Error,
  answers: {bus?: () => Promise<void>; webhook?: () => Promise<void>} = {},
) {
  const put: {bus: string; event: BusEvent}[] = [];
  const posted: {address: string; body: object}[] = [];
  const failures: string[] = [];
  let asked = 0;
  const notifier = new Notifier({
    eventBus: {
      async put(bus, event) {
        await answers.bus?.();
        put.push({bus, event});
      },
    },
    webhook: {
      async post(address, body) {
        await answers.webhook?.();
        posted.push({address, body});
      },
    },
    settings: async () => {
      if (settings instanceof Error) throw settings;
      return settings;
    },
    origin: async () => {
      asked += 1;
      return ORIGIN;
    },
    onFailure: (reason) => failures.push(reason),
    budgetMs: 50,
  });
  return {notifier, put, posted, failures, asked: () => asked};
}

it('tells a bus and a webhook of every transition, in order, with who did it and what it is about', async () => {
  const {notifier, put, posted, failures} = opened({eventBus: 'ops', webhook: {address: ADDRESS}});
  for (const candidate of ['8', '9']) notifier.notify(1_000, promoted(candidate));
  await notifier.close();
  expect(
    put.map(({bus, event: {timeMs, source, detailType, resources}}) => [bus, timeMs, source, detailType, resources]),
  ).toEqual(
    Array(2).fill([
      ...['ops', 1_000, 'lambda-release', 'Rollout promoted'],
      ['arn:aws-cn:lambda:cn-north-1:111111111111:function:checkout:live'],
    ]),
  );
  expect(posted.map(({address, body}) => [address, body])).toEqual(put.map(({event}) => [ADDRESS, event.detail]));
  expect(put.map(({event}) => event.detail)).toMatchObject([{candidate: '8', ...ORIGIN}, {candidate: '9'}]);
  expect(failures).toEqual([]);
});

it('writes a sentence for Slack, and nothing in it that Slack would read as markup', async () => {
  const {notifier, posted} = opened({webhook: {address: SLACK}});
  notifier.notify(0, promoted('8'));
  await notifier.close();
  expect(posted).toEqual([
    {
      address: SLACK,
      body: {text: 'checkout:live: version 8 has all traffic. By arn:aws-cn:iam::111111111111:user/a&amp;b.'},
    },
  ]);
});

it('one way that fails is one warning, is tried again, and does not keep the other from being told', async () => {
  let attempts = 0;
  const {notifier, put, posted, failures} = opened(
    {eventBus: 'ops', webhook: {address: ADDRESS}},
    {
      bus: async () => {
        attempts += 1;
        if (attempts < 3) throw new Error('the bus is red');
      },
    },
  );
  for (const candidate of ['8', '9']) notifier.notify(0, promoted(candidate));
  await expect.poll(() => posted.length).toBe(2);
  expect(put).toEqual([]);
  notifier.notify(0, promoted('10'));
  await notifier.close();
  expect(failures).toEqual(['the bus is red']);
  expect(posted).toHaveLength(3);
});

it('a way that never answers delays nobody who tells, and the end for no longer than its budget', async () => {
  const {notifier, posted, failures} = opened(
    {eventBus: 'ops', webhook: {address: ADDRESS}},
    {bus: () => new Promise<never>(() => undefined)},
  );
  notifier.notify(0, promoted('8'));
  await notifier.close();
  expect(posted).toHaveLength(1);
  expect(failures).toEqual(['1 of its transitions were not sent in time.']);
});

it('asks nobody who he is where nobody is told', async () => {
  const {notifier, put, posted, failures, asked} = opened({});
  notifier.notify(0, promoted('8'));
  await notifier.close();
  expect([put, posted, failures, asked()]).toEqual([[], [], [], 0]);
});

it('names a variable that is not there, and tells the bus all the same', async () => {
  const {notifier, put, failures} = opened({eventBus: 'ops', webhook: {missing: 'SLACK_WEBHOOK'}});
  notifier.notify(0, promoted('8'));
  await notifier.close();
  expect(failures).toEqual(['notify.webhook: there is no variable SLACK_WEBHOOK here.']);
  expect(put).toHaveLength(1);
});

it('a release file that cannot be read is one warning', async () => {
  const {notifier, failures} = opened(new Error('release.yml has a problem'));
  notifier.notify(0, promoted('8'));
  await notifier.close();
  expect(failures).toEqual(['release.yml has a problem']);
});
