import {AwsError} from '../../errors.js';
import {observeRecord} from '../../observe/versions/record.js';
import {type RecordedEvent, toRecordedEvent} from '../../plan/versions/recorded-event.js';
import type {Session} from '../session.js';

interface RecordQuery {
  readonly logGroup: string;
  readonly functionName: string;
  /** Epoch milliseconds. */
  readonly fromMs: number;
}

/** What a function's record tells. One that cannot be read is a warning, which ends with what that leaves: `otherwise`. */
export async function readRecord(
  session: Session,
  query: RecordQuery,
  otherwise: string,
  signal: AbortSignal,
): Promise<readonly RecordedEvent[] | undefined> {
  try {
    return (await observeRecord(session, query, signal)).flatMap(toRecordedEvent);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const message = `The record in ${query.logGroup} could not be read, so ${otherwise}: ${error.message}`;
    session.events.emit({type: 'warning', code: 'RECORD_UNREAD', message});
    return undefined;
  }
}
