// Speaks HTTP to the Runtime API over one connection. Not through node:http: handlers and tracing libraries patch that
// module, and what they do to it must not reach the runtime.
import {connect} from 'node:net';

const CRLF = '\r\n';

export class RuntimeClient {
  #socket;
  #address;
  #buffered = Buffer.alloc(0);
  #answered;

  /** `address` as AWS_LAMBDA_RUNTIME_API gives it. `onLost` hears when the other side is gone. */
  constructor(address, onLost) {
    const [host, port] = address.split(':');
    this.#address = address;
    this.#socket = connect(Number(port), host);
    this.#socket.setNoDelay();
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('close', onLost);
    this.#socket.on('error', onLost);
    this.#socket.unref();
  }

  /** The next event, for however long that takes: `{headers, body}`. */
  next() {
    return this.#send('GET', 'invocation/next', {}, Buffer.alloc(0));
  }

  /** Posts a text, `path` behind the version: `init/error` or `invocation/ID/response`. */
  post(path, headers, text) {
    return this.#send('POST', path, {'content-type': 'application/json', ...headers}, Buffer.from(text));
  }

  /** Opens a streamed answer: `write(chunk, done)`, then `end(trailers)`, which resolves once it is accepted. */
  stream(path, headers) {
    const answered = this.#open('POST', path, {...headers, 'transfer-encoding': 'chunked'});
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

  #send(method, path, headers, body) {
    const answered = this.#open(method, path, {...headers, 'content-length': String(body.length)});
    this.#socket.write(body);
    return answered;
  }

  #open(method, path, headers) {
    // Referenced only while an answer is awaited: an idle connection must not keep the event loop of a handler busy.
    this.#socket.ref();
    const lines = toLines({host: this.#address, ...headers});
    this.#socket.write(`${method} /2018-06-01/runtime/${path} HTTP/1.1${CRLF}${lines}${CRLF}`);
    return new Promise((resolve) => {
      this.#answered = resolve;
    });
  }

  #receive(chunk) {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    const end = this.#buffered.indexOf(CRLF + CRLF);
    if (end < 0) return;
    const [, ...lines] = this.#buffered.subarray(0, end).toString('latin1').split(CRLF);
    const headers = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const start = end + 4;
    const length = Number(headers['content-length'] ?? 0);
    if (this.#buffered.length < start + length) return;
    const body = this.#buffered.subarray(start, start + length);
    this.#buffered = this.#buffered.subarray(start + length);
    this.#socket.unref();
    this.#answered?.({headers, body});
  }
}

function toLines(headers) {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}${CRLF}`)
    .join('');
}
