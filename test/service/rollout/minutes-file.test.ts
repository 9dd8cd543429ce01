import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {UsageError} from '../../../src/lib/errors.js';
import {parseMinutes, readMinutesFile} from '../../../src/lib/service/rollout/minutes-file.js';

const line = (overrides: object = {}) =>
  JSON.stringify({
    time: '2026-01-01T12:00:00Z',
    weightPercent: 5,
    stable: {invocations: 95, errors: 1},
    candidate: {invocations: 5, errors: 0},
    ...overrides,
  });
const T0 = Date.UTC(2026, 0, 1, 12);

function problemsOf(text: string): unknown {
  try {
    parseMinutes(text, 'minutes.ndjson');
  } catch (error) {
    if (error instanceof UsageError) return error.details.problems;
    throw error;
  }
  return [];
}

describe('a file of minutes', () => {
  it('gives counts of both versions and the moves between its weights', () => {
    const text = [line(), '', line({time: T0 + 60_000}), line({time: T0 + 120_000, weightPercent: 50})].join('\r\n');
    const past = parseMinutes(text, 'minutes.ndjson');
    expect(past.changes).toEqual([
      {atMs: T0, weightPercent: 5},
      {atMs: T0 + 120_000, weightPercent: 50},
    ]);
    expect(past.minutes).toHaveLength(6);
    expect(past.minutes[0]).toEqual({minuteMs: T0, version: 'stable', invocations: 95, errors: 1});
    expect(past.readings).toBeUndefined();
  });

  it('has pairs by their names, bad ones and all', () => {
    const pairs = (bad: number, total: number) => ({'http-5xx': {bad, total}});
    const stable = {invocations: 95, errors: 1, pairs: pairs(2, 90)};
    const text = line({stable, candidate: {invocations: 5, errors: 0, pairs: pairs(3, 5)}});
    expect(parseMinutes(text, 'minutes.ndjson').readings?.pairs).toEqual([
      {
        name: 'http-5xx',
        minutes: [
          {minuteMs: T0, version: 'stable', invocations: 90, errors: 2},
          {minuteMs: T0, version: 'candidate', invocations: 5, errors: 3},
        ],
      },
    ]);
    expect(problemsOf(line({stable: {...stable, pairs: pairs(3, 2)}}))).toEqual([
      'line 1: pairs.http-5xx: more bad ones than there are in all',
    ]);
  });

  it('has slow counts where it says what slow is', () => {
    const slow = {
      stable: {invocations: 95, errors: 1, slow: {p90: 9}},
      candidate: {invocations: 5, errors: 0, slow: {p90: 4}},
    };
    const {readings} = parseMinutes(line({...slow, slowMs: {p90: 250}}), 'minutes.ndjson');
    expect(readings).toMatchObject({
      before: {thresholds: {p90Ms: 250}},
      latency: {
        kind: 'counts',
        minutes: [
          {version: 'stable', invocations: 95, above: {p90: 9}},
          {version: 'candidate', invocations: 5, above: {p90: 4}},
        ],
      },
    });
    expect(problemsOf(line(slow))).toEqual(['line 1: slow.p90 needs slowMs.p90, the threshold in milliseconds']);
  });

  it('may count beyond multiples of what is slow', () => {
    const slow = {p75: 30, 'p90x1.5': 4};
    const stable = {invocations: 95, errors: 1, slow};
    const {readings} = parseMinutes(line({stable, slowMs: {p75: 150, p90: 250}}), 'minutes.ndjson');
    expect(readings).toMatchObject({
      before: {thresholds: {p75Ms: 150, p90Ms: 250}},
      latency: {minutes: [{version: 'stable', above: slow}]},
    });
    expect(problemsOf(line({stable, slowMs: {p75: 150}}))).toEqual([
      'line 1: slow.p90x1.5 needs slowMs.p90, the threshold in milliseconds',
    ]);
  });

  it.each([
    ['UTF-8', Buffer.from(`\uFEFF${line()}\r\n`)],
    ['UTF-16', Buffer.from(`\uFEFF${line()}\r\n`, 'utf16le')],
  ])('may begin with the byte order mark of %s', async (_what, bytes) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'minutes-'));
    onTestFinished(() => rm(folder, {recursive: true}));
    const file = path.join(folder, 'minutes.ndjson');
    await writeFile(file, bytes);
    expect((await readMinutesFile(file)).minutes).toHaveLength(2);
  });

  it('tells every bad line with its number', () => {
    const text = [
      line(),
      '{"time":',
      line({time: 'noon'}),
      line({time: T0 + 60_000, weightPercent: 101, extra: 1}),
      line(),
      line({time: T0 + 120_000, candidate: {invocations: -1, errors: 0}}),
    ].join('\n');
    const problems = problemsOf(text) as string[];
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      'line 6',
    ]);
    expect(problems[0]).toContain('not JSON');
    expect(problems[2]).toContain('weightPercent');
    expect(problems[2]).toContain('extra');
    expect(problems[3]).toContain('does not come after');
    expect(problems[4]).toContain('candidate.invocations');
  });

  it('is refused when it is empty', () => {
    expect(problemsOf('\n')).toEqual(['it holds no minute']);
  });
});
