import {annotation, levelOf} from '../report/ci/annotation.js';
import {ciSystemOf} from '../report/ci/system.js';
import {formatEnvelope, toFailureEnvelope, type Warning} from '../report/envelope.js';
import {type Failure, formatFailure} from '../report/failure.js';
import {createStyle, wantsColour} from '../report/style.js';
import {wrapped} from '../report/wrapped.js';

/** The document of a failure. */
export interface FailureDocument {
  readonly command: string;
  readonly warnings: readonly Warning[];
}

/**
 * How a process tells that it failed: the exit code; the text on stderr, with `--json` too, so that the log of a job is never empty;
 * and the document on stdout, where one is asked for; on GitHub also an annotation, which its runner reads from stderr. The stack of a bug is shown to whoever debugs.
 */
export function tellFailure(error: unknown, failure: Failure, document: FailureDocument | undefined): void {
  process.exitCode = failure.exitCode;
  if (document) process.stdout.write(formatEnvelope(toFailureEnvelope(document.command, failure, document.warnings)));
  const text = formatFailure(failure, createStyle(wantsColour(process.stderr, process.env)));
  process.stderr.write(wrapped(text, process.stderr.columns));
  const level = ciSystemOf(process.env) === 'github' ? levelOf(failure.exitCode) : undefined;
  if (level)
    process.stderr.write(annotation(level, {title: `lambda-release: ${failure.code}`, message: failure.message}));
  if (failure.exitCode === 1 && process.env.DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}
