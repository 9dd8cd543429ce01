import {expect, it} from 'vitest';
import {tellersOf} from '../../src/lib/cli/tellers-of.js';
import type {RecordLine} from '../../src/lib/ports/rollout/record-store.js';
import {aSession} from '../fakes/a-session.js';

/** An environment whose record is kept in its own account. */
function anEnvironment(name: string, accountId: string) {
  const lines: RecordLine[] = [];
  const recordStore = {
    append: async (_group: string, _stream: string, added: readonly RecordLine[]) => void lines.push(...added),
  };
  const identity = {whoAmI: async () => ({accountId, arn: `arn:aws:iam::${accountId}:user/me`, region: 'eu-west-1'})};
  const ports = aSession({recordStore, identity} as never);
  return {lines, opened: {place: {environment: {name}}, ports}};
}

it('keeps what happens in an environment in its own account, and what is of all of them in the first', async () => {
  const [eu, us] = [anEnvironment('eu', '111111111111'), anEnvironment('us', '222222222222')];
  const teller = {environment: {}, folder: import.meta.dirname, command: 'deploy', tool: '1'};
  const {record} = tellersOf({record: '/group'}, [eu.opened, us.opened], teller);
  const failures: string[] = [];
  const {record: keep, close} = record((reason) => failures.push(reason));
  const ref = {functionName: 'checkout', alias: 'live'};
  keep(1, {type: 'watch.started', ref, watchMs: 1, inEnvironment: 'eu'});
  keep(2, {type: 'watch.started', ref, watchMs: 2, inEnvironment: 'us'});
  keep(3, {type: 'train.began', trainId: 'k3x9a0', cars: 2, waves: 1});
  await close();
  expect(failures).toEqual([]);
  const told = ({lines}: typeof eu) => lines.map(({text}) => JSON.parse(text));
  expect(told(eu)).toMatchObject([
    {type: 'watch.started', watchMs: 1, origin: {account: '111111111111'}},
    {type: 'train.began', origin: {account: '111111111111'}},
  ]);
  expect(told(us)).toMatchObject([{type: 'watch.started', watchMs: 2, origin: {account: '222222222222'}}]);
});
