import {randomUUID} from 'node:crypto';
import * as z from 'zod';
import type {Place} from '../place.js';
import {type EventBuses, eventTime} from './event-buses.js';
import {invalid} from './events-error.js';

const text = z.string().nullish();
const entrySchema = z.object({
  Time: z.number().nullish(),
  Source: text,
  Resources: z.array(z.string()).nullish(),
  DetailType: text,
  Detail: text,
  EventBusName: text,
  TraceHeader: text,
});
export const putEventsSchema = z.object({Entries: z.array(entrySchema).optional()});
type Entry = z.output<typeof entrySchema>;

export interface EventsPlace extends Place {
  readonly now: () => number;
}

const MAX_ENTRIES = 10;
// Of all entries of a request together (EventBridge User Guide, eb-putevent-size).
const MAX_BYTES = 262_144;
const TIME_BYTES = 14;

/**
 * PutEvents: up to ten entries, less than 256 KB together; each is accepted or refused for itself, in the order of the
 * request. Refusals and their texts as recorded from AWS. Throws JsonServiceError ValidationException.
 */
export function putEvents(buses: EventBuses, place: EventsPlace, {Entries: entries}: z.output<typeof putEventsSchema>) {
  if (!entries) throw violation('null', 'Member must not be null');
  if (entries.length < 1) throw violation("'[]'", 'Member must have length greater than or equal to 1');
  if (entries.length > MAX_ENTRIES) {
    throw violation(
      `'[${entries.map(show).join(', ')}]'`,
      `Member must have length less than or equal to ${MAX_ENTRIES}`,
    );
  }
  if (entries.reduce((total, entry) => total + bytesOf(entry), 0) >= MAX_BYTES) {
    throw invalid('Total size of the entries in the request is over the limit.');
  }
  const results = entries.map((entry) => putEntry(buses, place, entry));
  return {FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results};
}

function putEntry(buses: EventBuses, {region, accountId, now}: EventsPlace, entry: Entry) {
  const {Source: source, DetailType: detailType, Detail: detailText} = entry;
  if (!source) return required('Source');
  if (!detailType) return required('DetailType');
  if (!detailText) return required('Detail');
  if (source.startsWith('aws.')) {
    return refusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const detail = parseDetail(detailText);
  if (!detail) return refusal('MalformedDetail', 'Detail is malformed.');
  const id = randomUUID();
  const timeMs = entry.Time ? entry.Time * 1000 : now();
  buses.accept(entry.EventBusName ?? undefined, {
    version: '0',
    id,
    'detail-type': detailType,
    source,
    account: accountId,
    time: eventTime(timeMs),
    region,
    resources: entry.Resources ?? [],
    detail,
  });
  return {EventId: id};
}

function parseDetail(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    // Told by the caller as the malformed detail it is.
    return undefined;
  }
}

function required(name: string) {
  return refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function refusal(ErrorCode: string, ErrorMessage: string) {
  return {ErrorCode, ErrorMessage};
}

function bytesOf({Time, Source, DetailType, Detail, Resources}: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  return texts.reduce((total, each) => total + Buffer.byteLength(each ?? ''), Time ? TIME_BYTES : 0);
}

function violation(value: string, constraint: string) {
  return invalid(
    `1 validation error detected: Value ${value} at 'entries' failed to satisfy constraint: ${constraint}`,
  );
}

// Java's toString, which AWS's message shows.
function show({Time, Source, Resources, DetailType, Detail, EventBusName, TraceHeader}: Entry): string {
  return (
    `PutEventsRequestEntry(time=${Time ?? null}, source=${Source ?? null}, resources=${Resources ? `[${Resources.join(', ')}]` : null}, ` +
    `detailType=${DetailType ?? null}, detail=${Detail ?? null}, eventBusName=${EventBusName ?? null}, traceHeader=${TraceHeader ?? null}, ` +
    'kmsKeyIdentifier=null, internalMetadata=null)'
  );
}
