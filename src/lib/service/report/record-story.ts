import {AwsError} from '../../errors.js';
import type {AliasRef} from '../../model/function/ref.js';
import {observeRecord} from '../../observe/versions/record.js';
import type {Session} from '../session.js';
import {type ToldEvent, toToldEvent} from './told-events.js';
import {type ToldStory, toldStory} from './told-stories.js';

interface RecordQuery {
  readonly ref: AliasRef;
  readonly rolloutId?: string | undefined;
  readonly logGroup: string;
  /** How far to look back, epoch milliseconds. */
  readonly fromMs: number;
}

/** What comes before the first move is packed, published and tried; what comes after the last one is read from logs. */
const BEFORE_MS = 3_600_000;
const AFTER_MS = 600_000;

/** The story of a rollout as the record has it; nothing when it is not there. A record that cannot be read is a warning. Throws AwsError. */
export async function recordStory(
  session: Session,
  {ref, rolloutId, logGroup, fromMs}: RecordQuery,
  signal: AbortSignal,
): Promise<ToldStory | undefined> {
  const read = async (window: {fromMs: number; toMs?: number; isWhole: boolean}): Promise<readonly ToldEvent[]> => {
    const query = {logGroup, functionName: ref.functionName, ...window};
    return (await observeRecord(session, query, signal)).flatMap((line) => toToldEvent(line) ?? []);
  };
  try {
    const fates = toldStory(await read({fromMs, isWhole: false}), {ref, rolloutId});
    if (!fates) return undefined;
    const times = [...fates.story.moves, ...fates.story.happenings].map(({timeMs}) => timeMs);
    const window = {fromMs: Math.min(...times) - BEFORE_MS, toMs: Math.max(...times) + AFTER_MS};
    const isOver = fates.story.ending !== undefined && fates.story.ending !== 'detached';
    const whole = await read({fromMs: window.fromMs, ...(isOver && {toMs: window.toMs}), isWhole: true});
    return toldStory(whole, {ref, rolloutId: rolloutId ?? fates.story.rolloutId}) ?? fates;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const message = `The record in ${logGroup} could not be read: ${error.message}`;
    session.events.emit({type: 'warning', code: 'RECORD_UNREAD', message});
    return undefined;
  }
}
