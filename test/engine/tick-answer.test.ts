import {describe, expect, it} from 'vitest';
import {toTickAnswer} from '../../src/lib/engine/tick-answer.js';
import type {Once} from '../../src/lib/execute/rollout/once.js';
import {BAD, GOOD, REF, type Script, SILENCE} from '../execute/rollout/rollout-world.js';
import {begun, once, tickToTheEnd} from '../execute/tick/ticking.js';

const NOW_MS = Date.UTC(2026, 0, 1);
const between = {nowMs: NOW_MS, blindSinceMs: 0};
const answerTo = (last: Once) => toTickAnswer(last, between);

async function endOf(traffic: Script, onInconclusive: 'extend' | 'promote' = 'extend') {
  const first = await begun(traffic);
  const spec = {onInconclusive, promoteEarly: false};
  const {last} = await tickToTheEnd(first.world, first.clock.now(), traffic, {spec});
  return {last, world: first.world};
}

describe('what the tick function answers', () => {
  it('of a good version in the end: promoted', async () => {
    expect(answerTo((await endOf(GOOD)).last)).toEqual({next: 'promoted'});
  });

  it('of a bad one: taken back, and why', async () => {
    const {last} = await endOf(BAD);
    expect(answerTo(last)).toEqual({next: 'takenBack', why: expect.stringContaining('failed')});
  });

  it('of one that waits for a person: to be asked again in a minute', async () => {
    const {last} = await endOf(SILENCE);
    expect(answerTo(last)).toMatchObject({next: 'wait', waitSeconds: 60, blindSinceMs: 0});
  });

  it('while it goes on: when it wants to be asked again', async () => {
    const first = await begun(GOOD);
    const last = await once(first);
    if (last.kind !== 'waits') throw new Error(last.kind);
    const answer = toTickAnswer(last, {nowMs: last.againMs - 12_300, blindSinceMs: 1});
    expect(answer).toEqual({next: 'wait', waitSeconds: 13, blindSinceMs: 0});
  });

  it.each([
    ['promotedElsewhere', {next: 'promoted'}],
    ['abortedElsewhere', {next: 'takenBack', why: expect.any(String)}],
    ['leaseRan', {next: 'takenBack', why: expect.stringContaining('lease')}],
  ] as const)('of a rollout that somebody else has ended (%s)', (kind, expected) => {
    const alias = {...REF, aliasArn: 'arn', stable: '6', description: '', revisionId: 'rev'};
    const ended: Once =
      kind === 'leaseRan' ? {kind, alias, lease: {rolloutId: 'abc123', candidate: '7'}} : {kind, alias};
    expect(answerTo(ended)).toEqual(expected);
  });

  it('of an alias in other hands: for the machine to see', () => {
    expect(answerTo({kind: 'orphaned', reason: 'its marker says otherwise'})).toMatchObject({next: 'over'});
    expect(answerTo({kind: 'nothing'})).toMatchObject({next: 'over'});
  });

  it('of one that could not be read: again, and after five minutes back', () => {
    const unread: Once = {kind: 'unread', error: new Error('CloudWatch is away')};
    const first = toTickAnswer(unread, between);
    expect(first).toMatchObject({next: 'wait', blindSinceMs: NOW_MS, why: 'CloudWatch is away'});
    const later = (ms: number) => toTickAnswer(unread, {nowMs: NOW_MS + ms, blindSinceMs: NOW_MS});
    expect(later(299_000)).toMatchObject({next: 'wait', blindSinceMs: NOW_MS});
    expect(later(300_000)).toMatchObject({next: 'back', why: expect.stringContaining('CloudWatch is away')});
  });

  it('of one that had to be ended, since the invocation was: at once again', () => {
    expect(answerTo({kind: 'interrupted', sent: true})).toEqual({next: 'wait', waitSeconds: 1, blindSinceMs: 0});
  });
});
