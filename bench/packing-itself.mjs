// Packs a folder again and again in one process and prints, as JSON, the milliseconds of every round:
//   node packing-itself.mjs TREE ROUNDS, built by packaging.mjs
// cold: read and deflated; same: only read, which is all there is to do when nothing has changed.
import {buildDeploymentPackage, readDeploymentPackage} from '../src/lib/package/build-deployment-package.ts';

const [sourceDir, rounds] = process.argv.slice(2);
const sink = {emit: () => undefined};

/** Milliseconds of one call. */
async function timed(work) {
  const startMs = performance.now();
  await work({sourceDir, sink});
  return performance.now() - startMs;
}

const times = {cold: [], same: []};
// One round that does not count: the code is compiled then, as that of every peer is.
for (let round = -1; round < Number(rounds); round += 1) {
  const measured = {cold: await timed(buildDeploymentPackage), same: await timed(readDeploymentPackage)};
  if (round >= 0) for (const [name, ms] of Object.entries(measured)) times[name].push(ms);
}
process.stdout.write(JSON.stringify(times));
