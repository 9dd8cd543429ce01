import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';

/** A key, or a bundle of certificates with one in it, is smaller; of larger files the beginning is looked at. */
const MOST_BYTES = 4_194_304;
const KEY_BLOCK = /-----BEGIN (?:[A-Z0-9]+ )*(?:PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----|AGE-SECRET-KEY-1/;
const PUBLIC_BLOCK = /-----BEGIN (?!.*PRIVATE)[A-Z0-9 ]+-----/;
/** A key by itself: hexadecimal, base64 or base32 of at least 16 characters, and nothing else. */
const BARE_KEY = /^[\w+/=-]{16,}$/;
/** How a SEQUENCE of more than 127 bytes begins in DER, as every private key does (RFC 5208, RFC 8017). */
const DER_SEQUENCES: readonly number[] = [0x3081, 0x3082, 0x3083];

/**
 * Whether a file that is called like a private key holds one, by its content: PEM, DER, or a bare key. Public keys, certificates, and
 * text that happens to be called so are none. What cannot be read, or is no file, does not show that it is public: it counts as one.
 */
export function isKeyFile(file: string): boolean {
  const content = beginningOf(file);
  if (content === undefined) return true;
  const text = content.toString('latin1');
  if (KEY_BLOCK.test(text)) return true;
  if (PUBLIC_BLOCK.test(text)) return false;
  return BARE_KEY.test(text.trim()) || (content.length >= 2 && DER_SEQUENCES.includes(content.readUInt16BE(0)));
}

function beginningOf(file: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    // A pipe would keep whoever opens it for reading waiting.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return undefined;
    const bytes = Buffer.alloc(Math.min(stats.size, MOST_BYTES));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } catch {
    // Nobody can tell what it is: it stays out, and the result says so.
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
