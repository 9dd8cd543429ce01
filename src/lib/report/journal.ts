import {closeSync, constants, openSync, writeSync} from 'node:fs';
import {UsageError} from '../errors.js';
import {messageOf} from '../model/text/message-of.js';
import type {ReleaseEvent} from '../ports/events.js';

const {O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY} = constants;

/** Evidence beside the terminal: one JSON object a line, each with its time. It is never read back as state. */
export interface Journal {
  record(timeMs: number, event: ReleaseEvent): void;
  close(): void;
}

/**
 * Opens a journal for appending; several commands may share one file. Throws UsageError when it cannot be
 * opened, as a pipe that nobody reads.
 * Written synchronously, so that a killed process leaves every event it saw. A write that fails is told once to
 * `onWriteFailure` and ends the journal: a full disk must not stop a rollout.
 */
export function openJournal(file: string, onWriteFailure: (reason: string) => void): Journal {
  let descriptor: number | undefined = open(file);
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };
  return {
    record(timeMs, event) {
      if (descriptor === undefined) return;
      try {
        writeSync(descriptor, `${JSON.stringify({time: new Date(timeMs).toISOString(), ...event})}\n`);
      } catch (error) {
        close();
        onWriteFailure(messageOf(error));
      }
    },
    close,
  };
}

function open(file: string): number {
  try {
    // A pipe that nobody reads would be waited for without end; so it is ENXIO. For a file it means nothing.
    return openSync(file, O_WRONLY | O_APPEND | O_CREAT | (O_NONBLOCK ?? 0), 0o600);
  } catch (error) {
    const isUnread = (error as NodeJS.ErrnoException).code === 'ENXIO';
    throw new UsageError(`The journal ${file} cannot be written: ${messageOf(error)}`, {
      code: 'JOURNAL_NOT_WRITABLE',
      suggestions: [
        isUnread
          ? `It is a pipe or socket that nobody reads: begin to read it first, for example: cat ${file}`
          : 'Give --journal a file in a folder that exists and that you may write to.',
      ],
      details: {file},
      cause: error,
    });
  }
}
