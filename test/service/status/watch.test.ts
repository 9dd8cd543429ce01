import {describe, expect, it} from 'vitest';
import type {StatusReport} from '../../../src/lib/report/result/status/status-text.js';
import {watchStatus} from '../../../src/lib/service/status/watch.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeHost} from '../../fakes/fake-host.js';

const EVERY_MS = 10_000;

/** An alias that serves one version after the other, a reading each; the watch ends after the last of them. */
function aWatch(versions: readonly string[], host: FakeHost) {
  const clock = new FakeClock(0);
  const controller = new AbortController();
  clock.at(EVERY_MS * versions.length, () => controller.abort(new Error('Ctrl-C')));
  const session = aSession({clock, host});
  const read = async () => aReport(versions[clock.now() / EVERY_MS] ?? 'none', clock.now());
  return {session, ended: watchStatus(session, {everyMs: EVERY_MS, read}, controller.signal)};
}

function aReport(stable: string, nowMs: number): StatusReport {
  const alias = {functionName: 'checkout', alias: 'live', stable, description: '', revisionId: 'r', aliasArn: 'arn'};
  const aliases = [{alias, standing: {kind: 'idle'} as const, versions: [{version: stable, weightPercent: 100}]}];
  return {nowMs, functions: [{functionName: 'checkout', aliases, oddities: []}], missing: []};
}

describe('watching a status', () => {
  it('draws every reading over the one before, and takes the last one away: it is the result', async () => {
    const host = new FakeHost({hasScreen: true});
    const {session, ended} = aWatch(['6', '7'], host);
    expect(await ended).toMatchObject({functions: [{aliases: [{alias: {stable: '7'}}]}]});
    expect(host.drawn).toEqual([expect.stringContaining('6'), expect.stringContaining('7'), '']);
    expect(session.events.events).toEqual([]);
  });

  it('tells a line for each change where there is no screen', async () => {
    const {session, ended} = aWatch(['6', '6', '7', '7'], new FakeHost());
    await ended;
    expect(session.events.of('heartbeat').map(({message}) => message)).toEqual([
      expect.stringContaining('6'),
      expect.stringContaining('7'),
    ]);
  });

  it('fails when there was nothing to see yet', async () => {
    const read = () => Promise.reject(new Error('denied'));
    const {signal} = new AbortController();
    const ended = watchStatus(aSession({clock: new FakeClock()}), {everyMs: EVERY_MS, read}, signal);
    await expect(ended).rejects.toThrow('denied');
  });
});
