import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import type {ReleaseEvent} from '../../../src/lib/ports/events.js';
import {openJournal} from '../../../src/lib/report/journal.js';
import {type ReportOptions, reportRollout} from '../../../src/lib/service/report/report.js';
import {aProcess, BAD, type Process, REF} from '../../execute/rollout/rollout-world.js';
import {aSession} from '../../fakes/a-session.js';

const never = new AbortController().signal;

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
  return folder;
}

/** A process that keeps a journal, up to and without the first event that `until` is true of. */
function withJournal(process: Process, until: (event: ReleaseEvent) => boolean = () => false) {
  const file = path.join(aFolder(), 'journal.ndjson');
  const journal = openJournal(file, (reason) => expect.fail(reason));
  let isOver = false;
  const emit = process.events.emit.bind(process.events);
  process.events.emit = (event) => {
    emit(event);
    isOver ||= until(event);
    if (!isOver) journal.record(process.clock.now(), event);
  };
  return file;
}

const ASKED = {tool: '0.1.0', placed: (text: string) => text};

function report(process: Process, options: Partial<ReportOptions> = {}) {
  return reportRollout(aSession(process.deps), REF, {...ASKED, ...options}, never);
}

it('tells a rollout under way by a look at it: every move, every minute, and what the judge says', async () => {
  const process = aProcess();
  const running = process.run({detach: true});
  await running;
  await process.clock.sleep(10 * 60_000, never);
  const {outcome, markdown = '', source} = await report(process);
  expect({outcome, source}).toEqual({outcome: 'detached', source: 'a look at checkout:live'});
  expect(markdown).toContain('#### Errors by minute');
  expect(markdown).toContain('#### Evidence');
});

it.each([
  ['promoted', undefined, {outcome: 'promoted', version: '7', previousVersion: '6'}],
  ['taken back', BAD, {outcome: 'rolled-back', version: '7', previousVersion: '6'}],
] as const)(
  'tells one that was %s from its journal, with every minute that it lasted',
  async (_, traffic, expected) => {
    const process = aProcess(traffic);
    const journal = withJournal(process);
    await process.run();
    const {markdown = '', ...told} = await report(process, {journal});
    expect(told).toMatchObject(expected);
    const minutes = markdown.match(/^\| \S+Z \| [\d,]+ \| \d+ \| \d/gm) ?? [];
    const judged = process.events.of('sample.judged').at(-1)?.judgement;
    expect(minutes.length).toBeGreaterThanOrEqual(judged?.usableMinutes ?? Number.POSITIVE_INFINITY);
  },
);

it('lets its commands act where it was asked for', async () => {
  const process = aProcess();
  const journal = withJournal(process);
  await process.run();
  const placed = (text: string) =>
    text.replaceAll(/lambda-release rollback(?= )/g, 'lambda-release rollback --region here');
  const {markdown} = await report(process, {journal, placed});
  expect(markdown).toContain('lambda-release rollback --region here checkout:live --to 6');
});

it('asks nothing of AWS where a journal says how it ended', async () => {
  const process = aProcess();
  const journal = withJournal(process);
  await process.run();
  const {clock} = process;
  const told = reportRollout(aSession({clock}), REF, {...ASKED, journal}, never);
  expect(await told).toMatchObject({outcome: 'promoted'});
});

it('says what the alias has where the journal breaks off, and that nobody has told it', async () => {
  const process = aProcess();
  const journal = withJournal(process, ({type}) => type === 'gate.passed');
  await process.run();
  expect(await report(process, {journal})).toMatchObject({
    outcome: 'promoted',
    reason: 'Nobody has told how it ended; this is what the alias has now.',
  });
});

it('writes the files that are asked for, and then no text', async () => {
  const process = aProcess();
  await process.run({detach: true});
  const out = ['told.html', 'told.md'].map((name) => path.join(aFolder(), name));
  expect(await report(process, {out})).toMatchObject({files: out});
  expect(readFileSync(out[0] ?? '', 'utf8')).toContain('</svg>Under way</p>');
  expect(readFileSync(out[1] ?? '', 'utf8')).toContain('is on its way');
});

it('refuses what nobody has kept, and a journal of something else', async () => {
  const process = aProcess();
  await expect(report(process)).rejects.toMatchObject({code: 'NOTHING_TO_REPORT', exitCode: 3});
  const journal = path.join(aFolder(), 'journal.ndjson');
  await expect(report(process, {journal})).rejects.toMatchObject({code: 'JOURNAL_NOT_READABLE', exitCode: 2});
  writeFileSync(journal, '{"cut off\n');
  await expect(report(process, {journal})).rejects.toMatchObject({code: 'NOTHING_TO_REPORT', exitCode: 2});
});
