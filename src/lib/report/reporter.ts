import type {OnlookerDetails} from '../model/rollout/onlooker-details.js';
import type {Clock} from '../ports/clock.js';
import type {EventSink, ReleaseEvent} from '../ports/events.js';
import {annotation} from './ci/annotation.js';
import {withPhases} from './ci/phases.js';
import type {CiReport} from './ci/report.js';
import type {CiSystem} from './ci/system.js';
import {visibleText} from './control-characters.js';
import type {Warning} from './envelope.js';
import type {EventRecord} from './event-record.js';
import type {Failure} from './failure.js';
import {type Journal, openJournal} from './journal.js';
import {createLineReporter} from './line-reporter.js';
import type {ReportMode} from './mode.js';
import type {Notifier} from './notify/notifier.js';
import type {Outcome, OutputStream, ProgressView} from './progress-view.js';
import type {ReportFiles} from './report-files.js';
import {createStyle, type Style} from './style.js';
import {warningText} from './text/warning.js';
import {wrapped} from './wrapped.js';

interface ReporterOptions {
  readonly mode: ReportMode;
  /** stderr, always: stdout is the result. */
  readonly stream: OutputStream;
  readonly clock: Pick<Clock, 'now'>;
  readonly style?: Style;
  /** Makes commands in a warning act where this one does. */
  readonly placed?: (text: string) => string;
  /** Appended to, beside any mode. */
  readonly journalFile?: string;
  /** Kept beside any mode; what fails there is told as a warning. */
  readonly record?: (onFailure: (reason: string) => void) => Pick<EventRecord, 'record' | 'close'>;
  /** Told beside any mode; what fails there is told as a warning. */
  readonly notifier?: (onFailure: (reason: string) => void) => Pick<Notifier, 'notify' | 'close'>;
  /** What reads the log. */
  readonly ciSystem?: CiSystem | undefined;
  /** Told when it ends, beside any mode; what fails there is told as a warning. */
  readonly ciReport?: (onFailure: (reason: string) => void) => CiReport;
  /** Written when it ends, beside any mode; what fails there is told as a warning. */
  readonly reportFiles?: (onFailure: (reason: string) => void) => ReportFiles;
}

/** The sink of a command's events, and what was warned about on the way. */
export interface Reporter extends EventSink {
  readonly warnings: readonly Warning[];
  /** See ProgressView. */
  footer(lines: readonly string[]): void;
  /** See ProgressView. */
  details(details: OnlookerDetails): void;
  /** Gives stderr free for a question or a text. */
  pause(): Promise<void>;
  /**
   * Stops drawing and closes the journal; results are printed after it. May be called twice: the first call says why it failed, if it did.
   */
  end(outcome: Outcome, failure?: Failure): Promise<void>;
}

/** Builds the sink for a mode. listr2 is only loaded for the live view. Throws UsageError when the journal cannot be opened. */
export async function createReporter(options: ReporterOptions): Promise<Reporter> {
  const {clock, journalFile, placed = (text: string) => text} = options;
  const warnings: Warning[] = [];
  const journal: Journal | undefined =
    journalFile === undefined
      ? undefined
      : openJournal(journalFile, (reason) => {
          emit({
            type: 'warning',
            code: 'JOURNAL_STOPPED',
            message: `The journal ${journalFile} ended early: ${reason}`,
          });
        });
  const record = options.record?.((reason) => {
    emit({type: 'warning', code: 'RECORD_FAILED', message: `Not all of this is in the record: ${reason}`});
  });
  const notifier = options.notifier?.((reason) => {
    emit({type: 'warning', code: 'NOTIFY_FAILED', message: `Not everybody was told of the rollout: ${reason}`});
  });
  const ciReport = options.ciReport?.((reason) => {
    emit({type: 'warning', code: 'CI_FILE_NOT_WRITTEN', message: `Later steps are not told of this: ${reason}`});
  });
  const reportFiles = options.reportFiles?.((reason) => {
    emit({type: 'warning', code: 'REPORT_NOT_WRITTEN', message: reason});
  });
  const view = await createView(options);
  let annotated = 0;
  const emit = (told: ReleaseEvent) => {
    const event = told.type === 'warning' ? {...told, message: placed(told.message)} : told;
    // One event has one time, wherever it is told.
    const nowMs = clock.now();
    journal?.record(nowMs, event);
    record?.record(nowMs, event);
    notifier?.notify(nowMs, event);
    ciReport?.note(nowMs, event);
    reportFiles?.note(nowMs, event);
    if (event.type === 'warning') warnings.push({code: event.code, message: warningText(event)});
    view.show(event.type === 'warning' ? {...event, message: visibleText(event.message)} : event);
  };
  return {
    warnings,
    emit,
    footer: (lines) => view.footer?.(lines),
    details: (details) => view.details?.(details),
    pause: () => view.pause(),
    async end(outcome, failure) {
      // First, for it may have a warning to show.
      await Promise.all([record?.close(), notifier?.close(), ciReport?.close(failure), reportFiles?.close(failure)]);
      await view.end(outcome);
      if (options.ciSystem === 'github') {
        for (const {code, message} of warnings.slice(annotated)) {
          options.stream.write(annotation('warning', {title: code, message}));
        }
        annotated = warnings.length;
      }
      journal?.close();
    },
  };
}

async function createView(options: ReporterOptions): Promise<ProgressView> {
  const {mode, stream, clock, style = createStyle(false), ciSystem: system} = options;
  if (mode === 'live') {
    const {createLiveView} = await import('./live/live-view.js');
    return createLiveView({stream, clock, style});
  }
  if (mode === 'lines') {
    const lines = createLineReporter({stream, clock, style});
    return system ? withPhases(lines, {system, stream, clock}) : lines;
  }
  return createQuietView(stream, style);
}

/** Only warnings, without a timestamp: there is nothing to place them between. */
function createQuietView(stream: OutputStream, style: Style): ProgressView {
  return {
    show(event) {
      if (event.type === 'warning')
        stream.write(`${wrapped(`${style.yellow('!')} ${warningText(event)}`, stream.columns)}\n`);
    },
    async pause() {
      return undefined;
    },
    async end() {
      return undefined;
    },
  };
}
