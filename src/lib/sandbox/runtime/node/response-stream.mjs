// `awslambda`, the global that Lambda's Node.js runtime gives to handlers that answer with a stream.
import {Writable} from 'node:stream';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HTTP_INTEGRATION = 'application/vnd.awslambda.http-integration-response';
// Between the metadata of an HTTP answer and its body (Lambda Developer Guide, runtimes-custom).
const DELIMITER = Buffer.alloc(8);

export function installAwsLambda() {
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[STREAMING] = true;
      if (typeof options?.highWaterMark === 'number') handler.highWaterMark = options.highWaterMark;
      return handler;
    },
    HttpResponseStream: {
      from(stream, metadata) {
        stream.setContentType(HTTP_INTEGRATION);
        stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata)), DELIMITER]);
        return stream;
      },
    },
  };
}

export function isStreaming(handler) {
  return handler[STREAMING] === true;
}

/** What a streaming handler writes to. Nothing is sent before its first byte: an error until then is an ordinary one. */
export class ResponseStream extends Writable {
  prelude;
  #contentType = 'application/octet-stream';
  #open;
  #sink;

  /** `open(contentType)` begins the answer and gives a sink as RuntimeClient.stream() does. */
  constructor(open, highWaterMark) {
    super(highWaterMark === undefined ? {} : {highWaterMark});
    this.#open = open;
  }

  get begun() {
    return this.#sink !== undefined;
  }

  setContentType(contentType) {
    this.#contentType = contentType;
  }

  setIsBase64Encoded() {
    // Kept by AWS for compatibility; a stream is bytes as they are.
  }

  /** Ends the answer: in good order, or with an error behind what was already sent. */
  close(trailers = {}) {
    return this.#begin().end(trailers);
  }

  _write(chunk, _encoding, done) {
    this.#begin().write(chunk, done);
  }

  #begin() {
    if (this.#sink === undefined) {
      this.#sink = this.#open(this.#contentType);
      if (this.prelude !== undefined) this.#sink.write(this.prelude, () => undefined);
    }
    return this.#sink;
  }
}
