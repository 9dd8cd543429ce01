// The first two bytes of every frame; the others tell format, level and whether there is a time.
const MAGIC = 0xa55a;
const TIMED = 2;
const FRAME_AND_LENGTH = 8;
const TIME_BYTES = 8;

/**
 * Takes log messages out of what a managed runtime writes to `_LAMBDA_TELEMETRY_LOG_FD`: a frame a message, so that one
 * of several lines stays one event. Four bytes of type, four of length, eight of microseconds, then the text
 * (aws-lambda-nodejs- and -python-runtime-interface-client).
 */
export class TelemetryFrames {
  readonly #onMessage: (text: string) => void;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(onMessage: (text: string) => void) {
    this.#onMessage = onMessage;
  }

  write(chunk: Buffer): void {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    while (this.#buffered.length >= FRAME_AND_LENGTH) {
      if (this.#buffered.readUInt16BE(0) !== MAGIC) {
        this.#passThrough();
        return;
      }
      const start = FRAME_AND_LENGTH + (this.#buffered.readUInt8(3) & TIMED ? TIME_BYTES : 0);
      const end = start + this.#buffered.readUInt32BE(4);
      if (this.#buffered.length < end) return;
      this.#onMessage(this.#buffered.subarray(start, end).toString('utf8').replace(/\n$/, ''));
      this.#buffered = this.#buffered.subarray(end);
    }
  }

  // Somebody else's bytes: shown as they are rather than lost.
  #passThrough(): void {
    this.#onMessage(this.#buffered.toString('utf8'));
    this.#buffered = Buffer.alloc(0);
  }
}
