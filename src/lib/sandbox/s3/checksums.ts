import {createHash} from 'node:crypto';
import {crc32} from 'node:zlib';
import {notImplemented, S3Error} from './s3-error.js';

/** The algorithms that are verified; `header` is what follows `x-amz-checksum-`. */
export const ALGORITHMS = ['crc32', 'crc32c', 'sha1', 'sha256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export interface Checksum {
  readonly algorithm: Algorithm;
  /** base64. */
  readonly value: string;
}

const UNVERIFIED = ['crc64nvme', 'sha512', 'md5', 'xxhash64', 'xxhash3', 'xxhash128'];
const CASTAGNOLI = 0x82f63b78;
const castagnoliTable = Uint32Array.from({length: 256}, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CASTAGNOLI : value >>> 1;
  return value;
});

/** base64 of the checksum, big-endian for the CRCs as S3 writes them. */
export function checksumOf(algorithm: Algorithm, content: Buffer): string {
  if (algorithm === 'sha1' || algorithm === 'sha256') return createHash(algorithm).update(content).digest('base64');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(algorithm === 'crc32' ? crc32(content) : crc32c(content));
  return bytes.toString('base64');
}

function crc32c(content: Buffer): number {
  let value = 0xffffffff;
  for (const byte of content) value = (castagnoliTable[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** The checksum the client sent, checked against the content. Throws S3Error BadDigest, or NotImplemented for an algorithm that cannot be checked here. */
export function verifiedChecksum(fields: ReadonlyMap<string, string>, content: Buffer): Checksum | undefined {
  const md5 = fields.get('content-md5');
  if (md5 !== undefined && md5 !== createHash('md5').update(content).digest('base64')) {
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  const foreign = UNVERIFIED.find((name) => fields.has(`x-amz-checksum-${name}`));
  if (foreign) throw notImplemented(`checksums with ${foreign}; use crc32, crc32c, sha1 or sha256`);
  for (const algorithm of ALGORITHMS) {
    const value = fields.get(`x-amz-checksum-${algorithm}`);
    if (value === undefined) continue;
    if (value !== checksumOf(algorithm, content)) {
      const name = algorithm.toUpperCase();
      throw new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
    }
    return {algorithm, value};
  }
  return undefined;
}

/** Checksum of a multipart object: of its parts' checksums, with their number (S3 User Guide, composite checksums). */
export function compositeChecksum(algorithm: Algorithm, parts: readonly string[]): Checksum {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return {algorithm, value: `${checksumOf(algorithm, digests)}-${parts.length}`};
}
