import type {ErrorFacts} from './error-code.js';

/** What an SDK error says of itself, without the action it was about. */
export function toFacts(error: Error): Omit<ErrorFacts, 'action'> {
  const networkCode = text(error, 'code');
  const metadata = record(error, '$metadata');
  const headers = record(record(error, '$response'), 'headers');
  const status = metadata?.httpStatusCode;
  const contentType = headers?.['content-type'];
  return {
    // Both are what an endpoint answered, whatever that is.
    name: text(error, 'name') ?? 'Error',
    // Added by the SDK to errors it could not parse; it points at a hidden field nobody here can see.
    message: (text(error, 'message') ?? '').replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, ''),
    ...(networkCode !== undefined && typeof status !== 'number' && {networkCode}),
    ...(typeof status === 'number' && {status}),
    ...(typeof contentType === 'string' && {contentType}),
  };
}

/** A member that is an object, whatever the value is. */
export function record(value: unknown, key: string): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const member: unknown = Reflect.get(value, key);
  return typeof member === 'object' && member !== null ? (member as Record<string, unknown>) : undefined;
}

/** A member that is a text. */
export function text(value: object, key: string): string | undefined {
  const member: unknown = Reflect.get(value, key);
  return typeof member === 'string' ? member : undefined;
}
