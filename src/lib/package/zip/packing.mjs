import {packingWasm} from '../wasm/packing-wasm.mjs';

/** Levels of zlib's scale as libdeflate counts them: those that make about as much of a node_modules, or more. */
const LIBDEFLATE_LEVELS = [undefined, 1, 1, 2, 2, 3, 4, 5, 7, 9];

export function encoderOf(level) {
  return `${packingWasm} ${LIBDEFLATE_LEVELS[level]}`;
}

let packing;

export function packingMemory() {
  packing ??= new PackingMemory();
  return packing;
}

class PackingMemory {
  input;
  output;
  #wasm;
  #level;

  constructor() {
    const {exports} = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(packingWasm, 'base64')));
    const {buffer} = exports.memory;
    this.#wasm = exports;
    this.input = Buffer.from(buffer, exports.input(), exports.inputBytes());
    this.output = Buffer.from(buffer, exports.output(), exports.outputBytes());
  }

  addHint(hint, kind) {
    this.#wasm.addHint(Buffer.from(hint).readUInt32LE(0), kind);
  }

  nextHint(at, end) {
    const start = this.input.byteOffset;
    return this.#wasm.nextHint(start + at, start + end) - start;
  }

  deflate({level, from, bytes, to, most, endsStream}) {
    if (level !== this.#level) {
      const own = LIBDEFLATE_LEVELS[level];
      if (own === undefined || !this.#wasm.setLevel(own)) throw new RangeError(`${level} is not a compression level.`);
      this.#level = level;
    }
    return this.#wasm.deflate(
      this.input.byteOffset + from,
      bytes,
      this.output.byteOffset + to,
      Math.min(most, this.output.length - to),
      endsStream,
    );
  }
}
