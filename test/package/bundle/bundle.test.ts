import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {buffer} from 'node:stream/consumers';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {ZipFile} from 'yazl';
import {UsageError} from '../../../src/lib/errors.js';
import {type BundlePackage, writeBundle} from '../../../src/lib/package/bundle/bundle.js';
import {openBundle} from '../../../src/lib/package/bundle/open.js';
import {sha256Base64} from '../../../src/lib/package/sha256.js';
import {readZipEntries} from '../../../src/lib/package/zip/read-zip.js';
import {zipContentDigest} from '../../../src/lib/package/zip/zip-content-digest.js';
import {zipOf} from '../../sandbox/zip-of.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'bundle-'));
  file = path.join(folder, 'release.zip');
});
afterEach(() => rm(folder, {recursive: true}));

async function aPackage(functionName: string, code: string): Promise<BundlePackage> {
  const zip = await zipOf({'index.mjs': code});
  return {
    functionName,
    zip,
    contentDigest: await zipContentDigest(zip),
    codeSha256: sha256Base64(zip),
    zippedBytes: zip.length,
    unzippedBytes: code.length,
    files: 1,
    binaries: [],
  };
}

const RELEASE_FILE = 'functions:\n  checkout:\n    source: dist\n';
const GIT = {commit: '1a2b3c4d5e6f', subject: 'Round half to even'};

async function aBundle(): Promise<Buffer> {
  const packages = [await aPackage('checkout', 'export const handler = 1'), await aPackage('refund', 'x'.repeat(5000))];
  return writeBundle({packages, releaseFile: RELEASE_FILE, git: GIT});
}

async function refusalOf(bytes: Buffer, sha256?: string): Promise<string> {
  await writeFile(file, bytes);
  const error = await openBundle(file, sha256).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

describe('a release bundle', () => {
  it('gives back exactly what was put in', async () => {
    await writeFile(file, await aBundle());
    const bundle = await openBundle(file);
    expect(bundle.releaseFile).toBe(RELEASE_FILE);
    expect(bundle.manifest.git).toEqual(GIT);
    expect([...bundle.packages.keys()]).toEqual(['checkout', 'refund']);
    const {zip, codeSha256} = await aPackage('refund', 'x'.repeat(5000));
    expect(bundle.packages.get('refund')).toMatchObject({zip, codeSha256, files: 1});
  });

  it('is the same bytes for the same content, and can be pinned by its digest', async () => {
    const bytes = await aBundle();
    expect((await aBundle()).equals(bytes)).toBe(true);
    await writeFile(file, bytes);
    const hex = Buffer.from(sha256Base64(bytes), 'base64').toString('hex');
    await expect(openBundle(file, hex)).resolves.toBeDefined();
    expect(await refusalOf(bytes, '0'.repeat(64))).toContain(`its SHA-256 is ${hex}`);
  });

  it('is refused by the name of the entry when a byte of any entry is altered', async () => {
    const bytes = await aBundle();
    for (const {name, headerOffset, zippedBytes} of readZipEntries(bytes)) {
      const altered = Buffer.from(bytes);
      const start =
        headerOffset + 30 + altered.readUInt16LE(headerOffset + 26) + altered.readUInt16LE(headerOffset + 28);
      const at = start + Math.floor(zippedBytes / 2);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(await refusalOf(altered)).toContain(name);
    }
  });

  it('is refused when an entry was swapped for another that is a sound zip itself', async () => {
    const [checkout, other] = [await aPackage('checkout', 'one'), await aPackage('checkout', 'two')];
    const bytes = await writeBundle({packages: [{...checkout, zip: other.zip}]});
    expect(await refusalOf(bytes)).toContain('functions/checkout.zip is not what was bundled');
  });

  it('is refused when it is cut off anywhere', async () => {
    const bytes = await aBundle();
    for (let kept = 0; kept < bytes.length; kept += 97) {
      expect(await refusalOf(bytes.subarray(0, kept))).toContain('is refused');
    }
  });

  it('is refused when something was added, or is not a bundle at all', async () => {
    const foreign = await zipOf({'index.mjs': 'x'});
    expect(await refusalOf(foreign)).toContain('manifest.json is missing');
    const manifest = '{"schema":"lambda-release/bundle/2","functions":{}}';
    expect(await refusalOf(await zipOf({'manifest.json': manifest, 'evil.zip': 'x'}))).toContain('evil.zip');
    expect(await refusalOf(await zipOf({'manifest.json': '{"schema":"lambda-release/bundle/9"}'}))).toContain(
      'not one of this version',
    );
  });

  it('is refused when a name is in it twice', async () => {
    const zip = new ZipFile();
    for (const content of ['{}', '{"schema":"lambda-release/bundle/2","functions":{}}']) {
      zip.addBuffer(Buffer.from(content), 'manifest.json');
    }
    zip.end();
    expect(await refusalOf(await buffer(zip.outputStream))).toContain('manifest.json is in it twice');
  });

  it('is refused before a manifest is unpacked that nobody has written', async () => {
    const bytes = await zipOf({'manifest.json': Buffer.alloc(17_000_000, ' ')});
    expect(bytes.length).toBeLessThan(100_000);
    expect(await refusalOf(bytes)).toContain('manifest.json is far too large');
  });

  it('names a file that cannot be read', async () => {
    await expect(openBundle(path.join(folder, 'missing.zip'))).rejects.toThrow('cannot be read');
  });
});
