// Writes log events to the platform: one frame an event, so that a message of several lines stays one.
import {writeSync} from 'node:fs';
import {formatWithOptions} from 'node:util';

const LEVELS = {log: 'INFO', info: 'INFO', warn: 'WARN', error: 'ERROR', debug: 'DEBUG', trace: 'TRACE'};
const ORDER = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const FRAME_TYPE = 0xa55a0003;
const HEADER_BYTES = 16;

/** Where a message goes: its form and least level as AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL say. */
export class Log {
  #fd;
  #clock;
  #json;
  #least;

  constructor({fd, clock, json, level}) {
    this.#fd = fd;
    this.#clock = clock;
    this.#json = json;
    this.#least = json ? Math.max(0, ORDER.indexOf(level)) : 0;
  }

  /** Takes the console over; `requestId()` is that of the running invocation. */
  install(requestId) {
    for (const [method, level] of Object.entries(LEVELS)) {
      console[method] = (...values) => this.#console(level, values, requestId());
    }
  }

  /** A message of the runtime itself, with the failure it is about. */
  failure(title, payload, requestId) {
    if (!this.#json) return this.#text('ERROR', `${title} \t${payload}`, requestId);
    const {errorType, errorMessage, trace} = JSON.parse(payload);
    this.#frame(
      JSON.stringify({timestamp: this.#now(), level: 'ERROR', requestId, errorType, errorMessage, stackTrace: trace}),
    );
  }

  #console(level, values, requestId) {
    if (ORDER.indexOf(level) < this.#least) return;
    if (!this.#json) return this.#text(level, formatWithOptions({depth: 4}, ...values), requestId);
    const [only] = values;
    const message = values.length === 1 && isPlain(only) ? only : formatWithOptions({}, ...values);
    const error = values.find((value) => value instanceof Error);
    const about = error && {
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: String(error.stack).split('\n'),
    };
    this.#frame(JSON.stringify({timestamp: this.#now(), level, requestId, message, ...about}));
  }

  // The line format of Lambda's Node.js runtime: time, request id, level, message, separated by tabs.
  #text(level, text, requestId) {
    this.#frame(`${this.#now()}\t${requestId}\t${level}\t${text}`);
  }

  #now() {
    const {speed, originMs} = this.#clock;
    return new Date(Math.floor(originMs + (Date.now() - originMs) * speed)).toISOString();
  }

  #frame(text) {
    const message = Buffer.from(text);
    const frame = Buffer.alloc(HEADER_BYTES + message.length);
    frame.writeUInt32BE(FRAME_TYPE, 0);
    frame.writeUInt32BE(message.length, 4);
    frame.writeBigUInt64BE(BigInt(Date.now()) * 1000n, 8);
    message.copy(frame, HEADER_BYTES);
    for (let written = 0; written < frame.length; ) written += writeSync(this.#fd, frame, written);
  }
}

function isPlain(value) {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}
