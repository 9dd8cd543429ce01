import {visibleText} from '../control-characters.js';

export type AnnotationLevel = 'error' | 'warning';

interface Annotation {
  readonly title: string;
  readonly message: string;
}

/**
 * A workflow command of GitHub Actions that shows a message beside the run, ending in a newline. The runner reads it from stderr as well;
 * what would end the command or its title is written as GitHub decodes it (actions/toolkit, `command.ts`).
 */
export function annotation(level: AnnotationLevel, {title, message}: Annotation): string {
  return `::${level} title=${property(title)}::${data(visibleText(message.replaceAll('\r\n', '\n')))}\n`;
}

/** 9 is an answer, 7 waits for a person; everything else has gone wrong. */
export function levelOf(exitCode: number): AnnotationLevel | undefined {
  if (exitCode === 0 || exitCode === 9) return undefined;
  return exitCode === 7 ? 'warning' : 'error';
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
