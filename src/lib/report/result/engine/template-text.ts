/** A template that was asked for. */
export interface EngineTemplateReport {
  readonly format: string;
  readonly text: string;
  /** Where it was written to; absent when it is printed. */
  readonly file?: string;
}

/** The text itself, ready for a file, or where it is. */
export function templateText({text, file}: EngineTemplateReport): string {
  return file === undefined ? text.trimEnd() : `Wrote ${file}`;
}
