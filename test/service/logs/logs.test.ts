import {describe, expect, it} from 'vitest';
import type {VersionLine} from '../../../src/lib/observe/logs/log-lines.js';
import {logs} from '../../../src/lib/service/logs/logs.js';
import {aProcess, START_MS} from '../../execute/rollout/rollout-world.js';
import {aSession} from '../../fakes/a-session.js';
import {aLine} from '../../fakes/fake-logs.js';

const REF = {functionName: 'checkout', qualifier: '7'};
const OPTIONS = {since: 600_000, follow: false};

function aLogGroup(lines: Parameters<typeof aLine>[0][] | undefined) {
  const process = aProcess();
  process.deps.logs.lines = lines?.map((text) => aLine(text, {timeMs: START_MS - 1_000}));
  return {session: aSession(process.deps), signal: process.controller.signal};
}

describe('log lines of a version', () => {
  it('are the result, and are not handed out', async () => {
    const {session, signal} = aLogGroup(['one', 'two']);
    const onLines = () => expect.unreachable();
    const {lines} = await logs(session, {ref: REF, onLines}, OPTIONS, signal);
    expect(lines.map(({message}) => message)).toEqual(['one', 'two']);
  });

  it('that were never written are a warning, not a failure', async () => {
    const {session, signal} = aLogGroup(undefined);
    const result = await logs(session, {ref: REF, onLines: () => true}, OPTIONS, signal);
    expect(result.lines).toEqual([]);
    expect(session.events.of('warning')).toMatchObject([{code: 'LOG_GROUP_NOT_FOUND'}]);
  });

  it('are handed out as they come when they are followed, until their reader has gone', async () => {
    const {session, signal} = aLogGroup(['one', 'two']);
    const seen: VersionLine[] = [];
    const onLines = (lines: readonly VersionLine[]) => {
      seen.push(...lines);
      return false;
    };
    const result = await logs(session, {ref: REF, onLines}, {...OPTIONS, follow: true}, signal);
    expect(seen.map(({message}) => message)).toEqual(['one', 'two']);
    expect(result).toMatchObject({followed: true, lines: []});
  });
});
