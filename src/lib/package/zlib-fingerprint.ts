import {createHash} from 'node:crypto';
import {deflateRawSync} from 'node:zlib';

/** What the zlib of the official Node.js 20, 22 and 24 builds makes of the sample; measured, and held by a test. */
const OFFICIAL_BUILDS = 'd1c588f9346a14c661a856768f0df6a2d19c7c223a29586e8fac43a293b18155';

/**
 * Deflate's output is a choice of its implementation, so the bytes of a zip, and CodeSha256 with them, can differ between builds
 * of Node that carry another zlib (some distributions link their own). A sentence for people when this one does.
 */
export function zlibWarning(own: string = zlibFingerprint()): string | undefined {
  if (own === OFFICIAL_BUILDS) return undefined;
  return `This Node.js (${process.version}, zlib ${process.versions.zlib}) compresses differently from the official builds of Node.js 20, 22 and 24: the same files packaged there have another codeSha256. Package always with the same build of Node.js, or with compression level 0, which is the same everywhere.`;
}

let fingerprint: string | undefined;

/** SHA-256 of a fixed sample, deflated by this Node's zlib at two levels. */
export function zlibFingerprint(): string {
  fingerprint ??= takeFingerprint();
  return fingerprint;
}

function takeFingerprint(): string {
  const sample = sampleText();
  const hash = createHash('sha256');
  for (const level of [6, 9]) hash.update(deflateRawSync(sample, {level}));
  return hash.digest('hex');
}

/** 23 kB of words that repeat as those of source code do: where implementations disagree on which match to take. */
function sampleText(): Buffer {
  let state = 20_261_121;
  const words: string[] = [];
  for (let count = 0; count < 8000; count += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const word = state >>> 16;
    words.push((word % 7 === 0 ? word : word % 97).toString(36));
  }
  return Buffer.from(words.join(' '));
}
