import {readFile} from 'node:fs/promises';
import {UsageError} from '../../errors.js';
import {type ToldEvent, toToldEvent} from './told-events.js';

/** Reads the events of a journal. A line that is none, as the last one of a process that was killed, is left out. Throws UsageError. */
export async function readJournal(file: string): Promise<readonly ToldEvent[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    throw new UsageError(`The journal ${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}.`, {
      code: 'JOURNAL_NOT_READABLE',
      suggestions: ['Name the file that --journal of the command was given.'],
      details: {file},
      cause: error,
    });
  }
  return text.split('\n').flatMap((line) => toToldEvent(parsed(line)) ?? []);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Cut off, or somebody else's: no event.
    return undefined;
  }
}
