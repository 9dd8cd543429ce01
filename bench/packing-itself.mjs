// Packs a folder again and again in one process and prints, as JSON, the milliseconds of every round:
//   node --import tsx bench/packing-itself.mjs TREE ROUNDS
import {buildDeploymentPackage} from '../src/lib/package/build-deployment-package.ts';

const [sourceDir, rounds] = process.argv.slice(2);
const sink = {emit: () => undefined};

const times = [];
// One round that does not count: the code is compiled then, as that of every peer is.
for (let round = -1; round < Number(rounds); round += 1) {
  const startMs = performance.now();
  await buildDeploymentPackage({sourceDir, sink});
  if (round >= 0) times.push(performance.now() - startMs);
}
process.stdout.write(JSON.stringify(times));
