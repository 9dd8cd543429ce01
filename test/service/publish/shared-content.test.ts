import path from 'node:path';
import {expect, it} from 'vitest';
import {SharedContent} from '../../../src/lib/service/publish/shared-content.js';

/** What a folder gives, and how often it was read and packed. */
function aSource() {
  const counts = {read: 0, packed: 0};
  const pack = async () => {
    counts.packed += 1;
    return {zip: new Uint8Array([counts.packed]), codeSha256: 'any', zippedBytes: 1};
  };
  const content = {contentDigest: 'any', unzippedBytes: 1, files: 1, binaries: [], pack};
  const read = async () => {
    counts.read += 1;
    return {package: content, layer: {...content, name: 'checkout-deps', packages: []}};
  };
  return {counts, read};
}

it('reads what several places ask for once, and packs it once when it has to travel', async () => {
  const {counts, read} = aSource();
  const shared = new SharedContent<Awaited<ReturnType<typeof read>>>(['checkout-eu', 'checkout-us']);
  const request = {sourceDir: path.resolve('dist'), architecture: 'arm64'};
  const [one, other] = await Promise.all([shared.of({...request}, read), shared.of({...request}, read)]);
  expect(counts).toEqual({read: 1, packed: 0});
  const zips = [await one.package.pack(), await other.package.pack()].map(({zip}) => zip);
  expect(zips[0]).toBe(zips[1]);
  expect(await one.layer.pack()).toBe(await other.layer.pack());
  expect(counts).toEqual({read: 1, packed: 2});

  await shared.of({...request, architecture: 'x86_64'}, read);
  expect(counts.read).toBe(2);
});
