import {expect, it} from 'vitest';
import type {CredentialLifetime} from '../../../src/lib/ports/credentials.js';
import {tickRollouts} from '../../../src/lib/service/rollout/tick.js';
import {aProcess, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aSession} from '../../fakes/a-session.js';

it.each<[string, CredentialLifetime, string[]]>([
  ['end within its margin', {kind: 'until', expiresMs: START_MS + 120_000}, ['CREDENTIALS_EXPIRE']],
  ['end at once, and are not renewed', {kind: 'renewed', expiresMs: START_MS + 30_000}, ['CREDENTIALS_EXPIRE']],
  ['end later', {kind: 'until', expiresMs: START_MS + 600_000}, []],
  ['are about to be renewed', {kind: 'renewed', expiresMs: START_MS + 120_000}, []],
  ['do not say when they end', {kind: 'unknown'}, []],
])('a tick of two aliases says once that its credentials %s', async (_name, lifetime, codes) => {
  const {deps, controller} = aProcess();
  const session = aSession({...deps, ...quietCallers(lifetime)});
  const refs = [REF, {...REF, alias: 'next'}];
  await deps.aliases.createAlias({...REF, alias: 'next', version: '6', description: ''});
  const {ticks} = await tickRollouts(
    session,
    refs,
    {'accept-settings': false, 'dry-run': false, all: false},
    controller.signal,
  );
  expect(ticks).toMatchObject([{did: 'nothing'}, {did: 'nothing'}]);
  expect(session.events.of('warning').map(({code}) => code)).toEqual(codes);
});
