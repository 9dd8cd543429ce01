import {type EventFileOptions, eventFile} from './event-file.js';

export interface RecordOptions extends EventFileOptions {
  readonly record?: string | undefined;
}

/**
 * The log group that keeps the events of a command: as it was said, else by the release file it works by. Throws UsageError
 * when that file cannot be read.
 */
export async function recordGroup({record, ...options}: RecordOptions, folder: string): Promise<string | undefined> {
  return record ?? (await eventFile(options, folder))?.record?.logGroup;
}
