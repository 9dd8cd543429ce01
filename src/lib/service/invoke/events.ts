import {readFile} from 'node:fs/promises';
import {UsageError} from '../../errors.js';
import {decodedText} from '../../model/decoded-text.js';
import {messageOf} from '../../model/text/message-of.js';

/** Of a synchronous invocation (LDG "Lambda quotas"). */
const MOST_BYTES = 6_291_456;

/**
 * The events of a file, or of `stdin` for `-`: the file as one JSON document, else a document on each of its lines. Each is
 * the JSON text as it was written. Throws UsageError for what cannot be read, is no JSON, or is above 6 MB.
 */
export async function readInvokeEvents(
  file: string,
  stdin: (signal: AbortSignal) => Promise<string>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const content = (await read(file, stdin, signal)).trim();
  if (content === '') throw badEvents(file, 'there is nothing in it');
  const events = whyNotJson(content) === undefined ? [content] : toLines(file, content);
  const large = events.findIndex((event) => Buffer.byteLength(event) > MOST_BYTES);
  if (large >= 0) throw badEvents(file, `event ${large + 1} is larger than the 6 MB that AWS takes`);
  return events;
}

/** The event that was typed, as it was. Throws UsageError for what is no JSON, or is above 6 MB; its text is not repeated. */
export function readPayload(text: string): string {
  const why = whyNotJson(text);
  if (why !== undefined) throw badEvents('--payload', why, 'Quote it for the shell: --payload \'{"name": "Ada"}\'');
  if (Buffer.byteLength(text) > MOST_BYTES) throw badEvents('--payload', 'it is larger than the 6 MB that AWS takes');
  return text;
}

async function read(
  file: string,
  stdin: (signal: AbortSignal) => Promise<string>,
  signal: AbortSignal,
): Promise<string> {
  try {
    return file === '-' ? await stdin(signal) : decodedText(await readFile(file));
  } catch (error) {
    signal.throwIfAborted();
    const why = messageOf(error);
    throw badEvents(file, why, 'Name a file with the event, or - to read it from stdin.');
  }
}

function toLines(file: string, content: string): readonly string[] {
  const lines = content
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [{line, number: index + 1}]));
  const isPretty = lines.length < 2 || whyNotJson(lines[0]?.line ?? '') !== undefined;
  if (isPretty) throw badEvents(file, whyNotJson(content) ?? 'it is no JSON');
  for (const {line, number} of lines) {
    const why = whyNotJson(line);
    if (why !== undefined) throw badEvents(file, `line ${number}: ${why}`);
  }
  return lines.map(({line}) => line);
}

/** Says where JSON ends to be JSON, without the event's text: it may hold secrets. */
function whyNotJson(event: string): string | undefined {
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    const position = /position \d+( \(line \d+ column \d+\))?/.exec(error instanceof Error ? error.message : '')?.[0];
    return `it is no JSON${position === undefined ? '' : `, at ${position}`}`;
  }
}

const FORMAT = 'Write one JSON document, or one on each line for several events: {"name": "Ada"}';

function badEvents(file: string, why: string, wayOut: string = FORMAT): UsageError {
  const name = file === '-' ? 'on stdin' : `in ${file}`;
  return new UsageError(`The event ${name} cannot be used: ${why}.`, {
    code: 'EVENT_UNREADABLE',
    suggestions: [wayOut],
  });
}
