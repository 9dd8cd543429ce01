import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {readInvokeEvents} from '../../../src/lib/service/invoke/events.js';

const {signal} = new AbortController();
const nobody = async () => '';

function aFile(content: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'events-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const file = path.join(folder, 'events.json');
  writeFileSync(file, content);
  return file;
}

describe('events to send', () => {
  it.each([
    ['one document over several lines', '{\n  "a": 1\n}\n', ['{\n  "a": 1\n}']],
    ['with a byte order mark', '\uFEFF{"a":1}', ['{"a":1}']],
    ['a document on each line', '{"a":1}\n\n{"a":2}\r\n', ['{"a":1}', '{"a":2}']],
  ])('are read from a file: %s', async (_name, content, events) => {
    expect(await readInvokeEvents(aFile(content), nobody, signal)).toEqual(events);
  });

  it('are read from stdin for a dash', async () => {
    expect(await readInvokeEvents('-', async () => '[1]', signal)).toEqual(['[1]']);
  });

  it('that are no JSON are refused by their line, and never repeated: they may hold secrets', async () => {
    const events = readInvokeEvents(aFile('{"a":1}\n{"password": hunter2}'), nobody, signal);
    await expect(events).rejects.toMatchObject({code: 'EVENT_UNREADABLE', message: expect.stringContaining('line 2')});
    await expect(events).rejects.not.toMatchObject({message: expect.stringContaining('hunter2')});
  });

  it('that somebody stops waiting for are no mistake in a file', async () => {
    const controller = new AbortController();
    const stopped = new Error('stopped');
    const events = readInvokeEvents(
      '-',
      async () => {
        controller.abort(stopped);
        throw new Error('The operation was aborted');
      },
      controller.signal,
    );
    await expect(events).rejects.toBe(stopped);
  });
});
