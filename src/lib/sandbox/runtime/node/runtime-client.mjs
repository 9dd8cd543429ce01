// Speaks HTTP to the Runtime API over one connection. Not through node:http: handlers and tracing libraries patch that
// module, and what they do to it must not reach the runtime.
import {connect} from 'node:net';

const CRLF = '\r\n';

export class RuntimeClient {
  #socket;
  #address;
  #buffered = Buffer.alloc(0);
  /** Who waits for an answer, in the order of the requests. */
  #waiting = [];

  /** `address` as AWS_LAMBDA_RUNTIME_API gives it. `onLost` hears when the other side is gone. */
  constructor(address, onLost) {
    const [host, port] = address.split(':');
    this.#address = address;
    this.#socket = connect({host, port: Number(port), noDelay: true});
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('close', onLost);
    this.#socket.on('error', onLost);
    this.#socket.unref();
  }

  /** The next event, for however long that takes: `{headers, body}`. */
  next() {
    this.#socket.write(this.#head('GET', 'invocation/next', {}));
    return this.#answer();
  }

  /** Posts a text, `path` behind the version: `init/error` or `invocation/ID/response`. */
  post(path, headers, text) {
    this.#socket.write(this.#post(path, headers, text));
    return this.#answer();
  }

  /** Posts an answer and asks for the next event in the same breath: what a runtime does most. */
  postThenNext(path, headers, text) {
    this.#socket.write(Buffer.concat([this.#post(path, headers, text), this.#head('GET', 'invocation/next', {})]));
    void this.#answer();
    return this.#answer();
  }

  /** Opens a streamed answer: `write(chunk, done)`, then `end(trailers)`, which resolves once it is accepted. */
  stream(path, headers) {
    this.#socket.write(this.#head('POST', path, {...headers, 'transfer-encoding': 'chunked'}));
    const answered = this.#answer();
    return {
      write: (chunk, done) => {
        if (chunk.length === 0) return done();
        this.#socket.write(chunk.length.toString(16) + CRLF);
        this.#socket.write(chunk);
        this.#socket.write(CRLF, done);
      },
      end: (trailers) => {
        this.#socket.write(`0${CRLF}${toLines(trailers)}${CRLF}`);
        return answered;
      },
    };
  }

  #post(path, headers, text) {
    const body = Buffer.from(text);
    const about = {'content-type': 'application/json', ...headers, 'content-length': body.length};
    return Buffer.concat([this.#head('POST', path, about), body]);
  }

  #head(method, path, headers) {
    const lines = toLines({host: this.#address, ...headers});
    return Buffer.from(`${method} /2018-06-01/runtime/${path} HTTP/1.1${CRLF}${lines}${CRLF}`, 'latin1');
  }

  #answer() {
    // Referenced only while an answer is awaited: an idle connection must not keep the event loop of a handler busy.
    this.#socket.ref();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #receive(chunk) {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    for (let response = this.#take(); response; response = this.#take()) {
      const resolve = this.#waiting.shift();
      if (this.#waiting.length === 0) this.#socket.unref();
      resolve?.(response);
    }
  }

  /** The next whole response out of what has arrived. */
  #take() {
    const end = this.#buffered.indexOf(CRLF + CRLF);
    if (end < 0) return undefined;
    const [, ...lines] = this.#buffered.subarray(0, end).toString('latin1').split(CRLF);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const start = end + 4;
    const whole = start + Number(headers['content-length'] ?? 0);
    if (this.#buffered.length < whole) return undefined;
    const body = this.#buffered.subarray(start, whole);
    this.#buffered = this.#buffered.subarray(whole);
    return {headers, body};
  }
}

function toLines(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}${CRLF}`)
    .join('');
}
