import {describe, expect, it} from 'vitest';
import type {VersionLine} from '../../../src/lib/observe/logs/log-lines.js';
import type {FunctionsPort} from '../../../src/lib/ports/lambda/functions.js';
import {logs} from '../../../src/lib/service/logs/logs.js';
import type {Session} from '../../../src/lib/service/session.js';
import {aProcess, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {aLine} from '../../fakes/fake-logs.js';

const REF = {functionName: 'checkout', qualifier: '7'};
const OPTIONS = {since: 600_000, follow: false};

function aLogGroup(lines: Parameters<typeof aLine>[0][] | undefined, parts: Partial<Session> = {}) {
  const process = aProcess();
  process.deps.logs.lines = lines?.map((text) => aLine(text, {timeMs: START_MS - 1_000}));
  return {session: aSession({...process.deps, ...parts}), signal: process.controller.signal};
}

/** The same, and of the function only $LATEST is there. */
function aLogGroupOfDeleted(lines: string[]) {
  const getFunction = async (_name: string, version?: string) => (version === '$LATEST' ? aFunction() : undefined);
  const functions: Pick<FunctionsPort, 'getFunction' | 'listVersions'> = {getFunction, listVersions: async () => []};
  return aLogGroup(lines, {functions: functions as FunctionsPort});
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

  it.each([true, false])('are still told of a version that was deleted, followed or not: %s', async (follow) => {
    const {session, signal} = aLogGroupOfDeleted(['from 7']);
    const handed: VersionLine[] = [];
    const onLines = (lines: readonly VersionLine[]) => handed.push(...lines) > 0;
    const {lines} = await logs(session, {ref: REF, onLines}, {...OPTIONS, follow}, signal);
    expect((follow ? handed : lines).map(({message}) => message)).toEqual(['from 7']);
    expect(session.events.of('warning')).toMatchObject([{code: 'VERSION_DELETED'}]);
  });

  it('are looked for further back, when a version is not there and nothing of it in the window', async () => {
    const {session, signal} = aLogGroupOfDeleted([]);
    const ref = {functionName: 'checkout', qualifier: '99'};
    await expect(logs(session, {ref, onLines: () => true}, OPTIONS, signal)).rejects.toMatchObject({
      code: 'VERSION_NOT_FOUND',
      suggestions: expect.arrayContaining([expect.stringContaining('lambda-release logs checkout:99 --since 14d')]),
    });
  });
});
