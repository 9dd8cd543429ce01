import {describe, expect, it} from 'vitest';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import type {AttendedRollout, OperatorAction} from '../../../src/lib/ports/rollout/operator.js';
import {act} from '../../../src/lib/service/operator/act.js';
import {aProcess, DESCRIPTION, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeHost} from '../../fakes/fake-host.js';

/** Has it done in the first step of a rollout that a process works on, from a session of a person who would say no to every question. */
async function acted(action: OperatorAction, moved: Partial<AttendedRollout['marker']> = {}) {
  const process = aProcess();
  const host = new FakeHost({agrees: false});
  const session = aSession({...process.deps, host});
  const events = process.events.events;
  let done: Promise<void> | undefined;
  let told = 0;
  process.clock.at(START_MS + 95_000, () => {
    const alias = process.world.newest(REF);
    const standing = alias && rolloutStanding(alias);
    if (standing?.kind !== 'running') throw new Error('No rollout.');
    told = events.length;
    const marker = {...standing.marker, ...moved};
    done = act(session, action, {ref: REF, marker}, new AbortController().signal);
    // Whether it worked is looked at below, when the process has ended.
    done.catch(() => undefined);
  });
  const outcome = await process.run();
  return {
    outcome,
    host,
    process,
    since: events.slice(told).map(({type}) => type),
    done: done as unknown as Promise<void>,
  };
}

describe('what a person has asked for at the live view', () => {
  it.each([
    ['abort', {kind: 'rolledBack'}],
    ['hold', {kind: 'held'}],
    ['promote', {kind: 'promoted'}],
  ] as const)('%s is done as by the command, without another question', async (action, expected) => {
    const {outcome, host, done} = await acted(action);
    await done;
    expect(outcome).toMatchObject(expected);
    expect(host.heard).toEqual([]);
  });

  it('is told by whoever works on the rollout, and once', async () => {
    const {since, process} = await acted('abort');
    expect(since.filter((type) => type === 'rollout.endedElsewhere')).toHaveLength(1);
    expect(since).not.toContain('abort.finished');
    expect(process.world.newest(REF)).toMatchObject({stable: '6', description: DESCRIPTION});
  });

  it('is a promotion of the step that was looked at: where the rollout has left it nothing is done', async () => {
    const {done, process} = await acted('promote', {movedMs: [START_MS, START_MS + 60_000]});
    await expect(done).rejects.toMatchObject({code: 'STALE_APPROVAL'});
    expect(process.events.of('gate.passed').map(({stepIndex}) => stepIndex)).toEqual([0, 1]);
  });
});
