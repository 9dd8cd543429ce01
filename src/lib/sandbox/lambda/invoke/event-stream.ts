import {crc32} from 'node:zlib';

const STRING = 7;
// Lengths and checksum before the headers, checksum behind the payload.
const PRELUDE_BYTES = 12;
const TRAILER_BYTES = 4;

/** One message of AWS's event stream encoding (`application/vnd.amazon.eventstream`). */
export function eventMessage(eventType: string, contentType: string, payload: Buffer): Buffer {
  const headers = Buffer.concat([
    header(':event-type', eventType),
    header(':content-type', contentType),
    header(':message-type', 'event'),
  ]);
  const message = Buffer.alloc(PRELUDE_BYTES + headers.length + payload.length + TRAILER_BYTES);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(headers.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  headers.copy(message, PRELUDE_BYTES);
  payload.copy(message, PRELUDE_BYTES + headers.length);
  message.writeUInt32BE(crc32(message.subarray(0, -TRAILER_BYTES)), message.length - TRAILER_BYTES);
  return message;
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
}
