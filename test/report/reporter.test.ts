import {execFileSync} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {createLineReporter} from '../../src/lib/report/line-reporter.js';
import {createReporter} from '../../src/lib/report/reporter.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  folders.push(folder);
  return folder;
}

function aStream() {
  const written: string[] = [];
  return {written, write: (text: string) => written.push(text)};
}

const clock = {now: () => Date.UTC(2026, 10, 21, 5, 24, 11, 250)};
const created = {type: 'function.created', functionName: 'checkout'} as const;
const warning = {type: 'warning', code: 'LATE', message: 'metrics are late'} as const;

describe('createReporter', () => {
  it('writes a timestamped line an event', async () => {
    const stream = aStream();
    const reporter = await createReporter({mode: 'lines', stream, clock});
    reporter.emit(created);
    await reporter.end('done');
    expect(stream.written).toEqual(['2026-11-21T05:24:11Z checkout: created\n']);
  });

  it.each(['quiet', 'lines'] as const)('says of a warning in which of several places it is (%s)', async (mode) => {
    const stream = aStream();
    const reporter = await createReporter({mode, stream, clock});
    reporter.emit({...warning, ...{inEnvironment: 'eu', inRegion: 'eu-west-1'}});
    await reporter.end('done');
    expect(stream.written.join('')).toMatch(/\beu\/eu-west-1:? (warning: )?metrics are late\n$/);
    expect(reporter.warnings).toEqual([{code: 'LATE', message: 'eu/eu-west-1: metrics are late'}]);
  });

  it('makes the commands in a warning act where it was asked for, wherever it is told', async () => {
    const stream = aStream();
    const placed = (text: string) => text.replace('shift', 'shift --region eu-west-1');
    const reporter = await createReporter({mode: 'quiet', stream, clock, placed});
    reporter.emit({...warning, message: 'Go back: lambda-release shift checkout:live 6'});
    await reporter.end('done');
    const message = 'Go back: lambda-release shift --region eu-west-1 checkout:live 6';
    expect(stream.written).toEqual([`! ${message}\n`]);
    expect(reporter.warnings).toMatchObject([{message}]);
  });

  it('shows only warnings when quiet, and collects them in every mode', async () => {
    const stream = aStream();
    const reporter = await createReporter({mode: 'quiet', stream, clock});
    reporter.emit(created);
    reporter.emit(warning);
    await reporter.end('done');
    expect(stream.written).toEqual(['! metrics are late\n']);
    expect(reporter.warnings).toEqual([{code: 'LATE', message: 'metrics are late'}]);
  });

  it('annotates its warnings once on GitHub, when it ends', async () => {
    const stream = aStream();
    const reporter = await createReporter({mode: 'quiet', stream, clock, ciSystem: 'github'});
    reporter.emit(warning);
    await reporter.end('done');
    await reporter.end('done');
    expect(stream.written).toEqual(['! metrics are late\n', '::warning title=LATE::metrics are late\n']);
  });

  it('appends every event with its time to the journal, also when quiet', async () => {
    const journalFile = path.join(temporaryFolder(), 'journal.ndjson');
    for (const event of [created, warning]) {
      const reporter = await createReporter({mode: 'quiet', stream: aStream(), clock, journalFile});
      reporter.emit(event);
      await reporter.end('done');
    }
    const lines = readFileSync(journalFile, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {time: '2026-11-21T05:24:11.250Z', ...created},
      {time: '2026-11-21T05:24:11.250Z', ...warning},
    ]);
  });

  it('shows control characters in a warning, and keeps them in the result', async () => {
    const stream = aStream();
    const reporter = await createReporter({mode: 'quiet', stream, clock});
    reporter.emit({...warning, message: 'unused: \x1b[2J.node'});
    await reporter.end('done');
    expect(stream.written).toEqual(['! unused: \\x1b[2J.node\n']);
    expect(reporter.warnings).toMatchObject([{message: 'unused: \x1b[2J.node'}]);
  });

  it('refuses a journal it cannot open, naming it, with exit 2', async () => {
    const journalFile = path.join(temporaryFolder(), 'missing', 'journal.ndjson');
    await expect(createReporter({mode: 'quiet', stream: aStream(), clock, journalFile})).rejects.toMatchObject({
      exitCode: 2,
      code: 'JOURNAL_NOT_WRITABLE',
      details: {file: journalFile},
    });
  });

  it.skipIf(process.platform === 'win32')(
    'is not kept waiting by a pipe that nobody reads, and goes on after its reader',
    async () => {
      const journalFile = path.join(temporaryFolder(), 'journal.fifo');
      execFileSync('mkfifo', [journalFile]);
      await expect(createReporter({mode: 'quiet', stream: aStream(), clock, journalFile})).rejects.toMatchObject({
        code: 'JOURNAL_NOT_WRITABLE',
        suggestions: [expect.stringContaining(`cat ${journalFile}`)],
      });
      const reader = openSync(journalFile, constants.O_RDONLY | constants.O_NONBLOCK);
      const reporter = await createReporter({mode: 'quiet', stream: aStream(), clock, journalFile});
      reporter.emit(created);
      const bytes = Buffer.alloc(1_000);
      expect(bytes.toString('utf8', 0, readSync(reader, bytes))).toContain('function.created');
      closeSync(reader);
      reporter.emit(created);
      await reporter.end('done');
      expect(reporter.warnings).toMatchObject([{code: 'JOURNAL_STOPPED'}]);
    },
  );

  it.skipIf(process.platform !== 'linux')('goes on without a journal that can no longer be written', async () => {
    const stream = aStream();
    const reporter = await createReporter({mode: 'quiet', stream, clock, journalFile: '/dev/full'});
    reporter.emit(created);
    reporter.emit(created);
    await reporter.end('done');
    expect(reporter.warnings).toMatchObject([{code: 'JOURNAL_STOPPED'}]);
  });
});

describe('the heartbeat of lines', () => {
  it('repeats the last line when nothing was said for a minute, and stops with the reporter', async () => {
    const stream = aStream();
    let beat: (() => void) | undefined;
    const view = createLineReporter({
      stream,
      clock,
      repeat: (everyMs, action) => {
        expect(everyMs).toBe(60_000);
        beat = action;
        return () => {
          beat = undefined;
        };
      },
    });
    beat?.();
    expect(stream.written).toEqual([]);
    view.show(created);
    beat?.();
    expect(stream.written).toHaveLength(1);
    beat?.();
    expect(stream.written.at(-1)).toBe('2026-11-21T05:24:11Z still at it: checkout: created\n');
    await view.end('done');
    expect(beat).toBeUndefined();
  });
});
