// Packs a folder again and again in one process and prints, as JSON, the milliseconds of every round and the peak memory:
//   node --import tsx bench/packing-itself.mjs TREE FILE_TO_CHANGE ROUNDS
// plain: no cache; cold: an empty cache; same: nothing changed; changed: one file changed.
import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {buildDeploymentPackage} from '../src/lib/package/build-deployment-package.ts';
import {PackStore} from '../src/lib/package/pack-store.ts';

const [tree, changing, rounds] = process.argv.slice(2);
const folder = mkdtempSync(`${tmpdir()}/bench-cache-`);
const cache = {store: new PackStore(folder), now: Date.now};
const sink = {emit: () => undefined};

/** Milliseconds of one packaging. */
async function timed(options) {
  const startMs = performance.now();
  await buildDeploymentPackage({sourceDir: tree, sink, ...options});
  return performance.now() - startMs;
}

const times = {plain: [], cold: [], same: [], changed: []};
try {
  // One round that does not count: the code is compiled then, as that of every peer is.
  for (let round = -1; round < Number(rounds); round += 1) {
    rmSync(folder, {recursive: true, force: true});
    // What changed less than two seconds before a run is read again by the next one, whatever its times say.
    await sleep(2100);
    const measured = {plain: await timed({}), cold: await timed({cache}), same: await timed({cache})};
    appendFileSync(changing, ' ');
    measured.changed = await timed({cache});
    if (round >= 0) for (const [name, ms] of Object.entries(measured)) times[name].push(ms);
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
process.stdout.write(JSON.stringify(times));
