import type {Version} from '../../model/versions/version.js';

/** A line of the record, as far as it says what became of a version. Lines of later formats may lack anything. */
export interface RecordedEvent {
  readonly time: string;
  readonly type: string;
  /** Process and number in it: the same for a line that was sent twice. */
  readonly run?: string;
  readonly id?: number;
  readonly ref?: {readonly alias?: string};
  readonly stable?: Version;
  readonly from?: Version;
  /** Of a move it is an object, which says nothing here. */
  readonly candidate?: unknown;
  readonly version?: Version;
  readonly reason?: string;
  /** What kind of reason it is. */
  readonly cause?: string;
  readonly origin?: {readonly command?: string; readonly by?: string; readonly job?: string};
}

/** A line of the record, where it is one. */
export function toRecordedEvent(line: object): readonly RecordedEvent[] {
  const isEvent = 'type' in line && typeof line.type === 'string' && 'time' in line && typeof line.time === 'string';
  return isEvent ? [line as RecordedEvent] : [];
}

/** What the record says of one alias, in the order of time, each event once. */
export function recordOf(events: readonly RecordedEvent[], alias: string): readonly RecordedEvent[] {
  const seen = new Set<string>();
  return events
    .filter(({ref}) => ref?.alias === alias)
    .toSorted(byTime)
    .filter(({run, id}) => {
      const key = `${run}/${id}`;
      if (run === undefined) return true;
      return seen.has(key) ? false : seen.add(key);
    });
}

/** All of them are written as ISO 8601 in UTC, to the millisecond. */
function byTime(a: RecordedEvent, b: RecordedEvent): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.run === b.run ? (a.id ?? 0) - (b.id ?? 0) : 0;
}
