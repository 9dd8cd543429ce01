import {randomBytes} from 'node:crypto';
import {rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {UsageError} from '../errors.js';
import {shellQuoted} from '../model/shell-quoted.js';
import {messageOf} from '../model/text/message-of.js';
import {writePackageFile} from '../package/write-package-file.js';
import type {ReleaseEvent} from '../ports/events.js';
import type {EventOrigin} from './event-record.js';
import type {Failure} from './failure.js';
import {markdownReport} from './markdown/report.js';
import {reportPage} from './page/page.js';
import {styleSheet} from './page/style-sheet.js';
import {endedStories} from './story/outcome.js';
import {Stories} from './story/stories.js';
import type {Told} from './story/told.js';

interface ReportFilesOptions {
  /** Ending in .html or .md, which says what is written. */
  readonly files: readonly string[];
  /** Asked once. Never rejects. */
  readonly origin: () => Promise<EventOrigin>;
  readonly now: () => number;
  /** The version of this tool. */
  readonly tool: string;
  /** Makes the commands in a text act where this one does. */
  readonly placed: (text: string) => string;
  /** Told of each file that could not be written, once. */
  readonly onFailure: (reason: string) => void;
}

/**
 * Reports of what a command does, written when it ends, in success and failure alike, and after every move of traffic, so that a process
 * that is killed leaves one too. Behind the work's back: a file that cannot be written costs a warning and no time.
 */
export class ReportFiles {
  readonly #options: ReportFilesOptions;
  readonly #stories = new Stories();
  readonly #failed = new Set<string>();
  #origin: Promise<EventOrigin> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isDue = false;
  #isClosed = false;

  /** Throws UsageError where one of them cannot be written. */
  constructor(options: ReportFilesOptions) {
    this.#options = options;
    for (const file of options.files) assertReportPlace(file);
  }

  note(timeMs: number, event: ReleaseEvent): void {
    this.#stories.add(timeMs, event);
    if (event.type !== 'traffic.shifted' || this.#isDue || this.#isClosed) return;
    // What happens until it is written is in it.
    this.#isDue = true;
    this.#writing = this.#writing.then(() => this.#write(undefined));
  }

  /** Writes the files for the last time. May be called twice: the first call counts. */
  async close(failure: Failure | undefined): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writing;
    await this.#write(failure);
  }

  async #write(failure: Failure | undefined): Promise<void> {
    const {files, origin: originOf, now, tool, placed, onFailure} = this.#options;
    this.#origin ??= originOf();
    const origin = await this.#origin;
    this.#isDue = false;
    const stories = endedStories(this.#stories, failure);
    const {trains} = this.#stories;
    const told: Told = {stories, trains, failure, origin, writtenMs: now(), tool, placed};
    for (const file of files) {
      try {
        await writePackageFile(file, Buffer.from(reportText(told, formOf(file) ?? 'md')));
      } catch (error) {
        if (this.#failed.has(file)) continue;
        this.#failed.add(file);
        onFailure(messageOf(error));
      }
    }
  }
}

export type ReportForm = 'html' | 'md';

/** By the ending of a file's name. */
export function formOf(file: string): ReportForm | undefined {
  const ending = path.extname(file).toLowerCase();
  if (ending === '.html' || ending === '.htm') return 'html';
  return ending === '.md' ? 'md' : undefined;
}

export function reportText(told: Told, form: ReportForm): string {
  if (form === 'md') return markdownReport(told);
  return reportPage(told, styleSheet());
}

/** Throws UsageError when no file can be made there; found out by making one beside it, for permissions alone do not tell. */
export function assertReportPlace(file: string): void {
  const target = path.resolve(file);
  const folder = path.dirname(target);
  const probe = path.join(folder, `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    if (statSync(target, {throwIfNoEntry: false})?.isDirectory()) throw notWritable(file, 'it is a folder.');
    writeFileSync(probe, '', {flag: 'wx'});
    rmSync(probe);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const {code} = error as NodeJS.ErrnoException;
    throw notWritable(file, code === 'ENOENT' ? `there is no folder ${folder}.` : `${code ?? String(error)}.`, folder);
  }
}

function notWritable(file: string, why: string, folder?: string): UsageError {
  return new UsageError(`The report ${file} cannot be written: ${why}`, {
    code: 'REPORT_NOT_WRITABLE',
    suggestions: [
      'Give --report a file in a folder that exists and that you may write to.',
      ...(folder === undefined ? [] : [`Make the folder first: mkdir -p ${shellQuoted(folder)}`]),
    ],
    details: {file},
  });
}
