// The part of CBOR (RFC 8949) that Smithy's RPC v2 uses: numbers, text, lists, maps, booleans, null and tag 1 for time.

const EPOCH_TAG = 1;
const MAX_DEPTH = 64;

/** The bytes are not CBOR, or use what Smithy RPC v2 never sends. */
export class CborFormatError extends Error {}

/** One value. Date and Map are told as time and map; undefined members of objects are left out. */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

/** One value; times become Date, maps become objects. Throws CborFormatError. */
export function decodeCbor(bytes: Buffer): unknown {
  try {
    const value = new Reader(bytes).value(0);
    if (value === BREAK) throw new CborFormatError('The CBOR document ends before it begins.');
    return value;
  } catch (error) {
    if (error instanceof RangeError) throw new CborFormatError('The CBOR document ends too early.');
    throw error;
  }
}

function write(value: unknown, parts: Buffer[]): void {
  if (value === null || value === undefined) parts.push(Buffer.from([0xf6]));
  else if (typeof value === 'boolean') parts.push(Buffer.from([value ? 0xf5 : 0xf4]));
  else if (typeof value === 'number') writeNumber(value, parts);
  else if (typeof value === 'string') {
    const text = Buffer.from(value);
    parts.push(head(3, text.length), text);
  } else if (value instanceof Date) {
    parts.push(head(6, EPOCH_TAG));
    writeNumber(value.getTime() / 1000, parts);
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const each of value) write(each, parts);
  } else {
    const all: [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
    const entries = all.filter(([, each]) => each !== undefined);
    parts.push(head(5, entries.length));
    for (const [key, each] of entries) {
      write(String(key), parts);
      write(each, parts);
    }
  }
}

function writeNumber(value: number, parts: Buffer[]): void {
  if (Number.isSafeInteger(value) && Math.abs(value) < 2 ** 32) {
    parts.push(value < 0 ? head(1, -1 - value) : head(0, value));
    return;
  }
  const double = Buffer.alloc(9, 0xfb);
  double.writeDoubleBE(value, 1);
  parts.push(double);
}

function head(major: number, argument: number): Buffer {
  const type = major << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  if (argument < 0x100) return Buffer.from([type | 24, argument]);
  const bytes = Buffer.alloc(argument < 0x10000 ? 3 : 5, type | (argument < 0x10000 ? 25 : 26));
  if (argument < 0x10000) bytes.writeUInt16BE(argument, 1);
  else bytes.writeUInt32BE(argument, 1);
  return bytes;
}

const BREAK = Symbol('break');

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new CborFormatError('The CBOR document is nested too deeply.');
    const first = this.#bytes.readUInt8(this.#at++);
    const major = first >> 5;
    const info = first & 31;
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#argument(info);
    switch (major) {
      case 0:
        return length;
      case 1:
        return -1 - (length ?? 0);
      case 2:
        return this.#chunks(length, depth);
      case 3:
        return this.#chunks(length, depth).toString('utf8');
      case 4:
        return [...this.#items(length, depth)];
      case 5:
        return this.#map(length, depth);
      default:
        return toTagged(length, this.value(depth + 1));
    }
  }

  *#items(length: number | undefined, depth: number): Generator<unknown> {
    for (let index = 0; length === undefined || index < length; index++) {
      const item = this.value(depth + 1);
      if (item === BREAK) return;
      yield item;
    }
  }

  #map(length: number | undefined, depth: number): Record<string, unknown> {
    const flat = [...this.#items(length === undefined ? undefined : length * 2, depth)];
    const entries: [string, unknown][] = [];
    for (let index = 0; index < flat.length; index += 2) entries.push([String(flat[index]), flat[index + 1]]);
    return Object.fromEntries(entries);
  }

  #chunks(length: number | undefined, depth: number): Buffer {
    if (length === undefined)
      return Buffer.concat([...this.#items(undefined, depth)].map((part) => Buffer.from(String(part))));
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new CborFormatError('The CBOR document ends too early.');
    const slice = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return slice;
  }

  #argument(info: number): number {
    if (info < 24) return info;
    const bytes = 1 << (info - 24);
    const at = this.#at;
    this.#at += bytes;
    if (bytes <= 4) return this.#bytes.readUIntBE(at, bytes);
    if (bytes === 8) return Number(this.#bytes.readBigUInt64BE(at));
    throw new CborFormatError('The CBOR document has a length that does not exist.');
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return undefined;
    if (info === 31) return BREAK;
    const at = this.#at;
    if (info === 25) {
      this.#at += 2;
      return halfPrecision(this.#bytes.readUInt16BE(at));
    }
    this.#at += info === 26 ? 4 : 8;
    if (info === 26) return this.#bytes.readFloatBE(at);
    if (info === 27) return this.#bytes.readDoubleBE(at);
    throw new CborFormatError('The CBOR document has a value of an unknown kind.');
  }
}

function toTagged(tag: number | undefined, value: unknown): unknown {
  if (tag === EPOCH_TAG && typeof value === 'number') return new Date(value * 1000);
  throw new CborFormatError(`The CBOR document has a value with tag ${tag}, which is not a time.`);
}

function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
