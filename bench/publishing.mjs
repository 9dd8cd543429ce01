// How long publishing takes against the built-in sandbox, whole process: one changed handler over the sandbox's own delay of an update,
// and nothing over the start of a process that reads the same function. Runs are interleaved; medians; exit 1 when a target is missed.
//   node bench/publishing.mjs [rounds]
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startSandbox} from './sandbox.mjs';

const rounds = Number(process.argv[2] ?? 7);
/** What the sandbox takes for an update of a function (its README). */
const UPDATE_MS = 1500;
const MOST_OVER_UPDATE_MS = 900;
const MOST_OVER_START_MS = 400;

const folder = mkdtempSync(path.join(tmpdir(), 'bench-publishing-'));
const sandbox = await startSandbox();
let written = 0;
let missed = 0;

/** Milliseconds of a whole process; throws when it fails. */
function run(...argv) {
  const startMs = performance.now();
  const {status, stdout, stderr} = spawnSync(process.execPath, [sandbox.bin, ...argv, '--json'], {
    encoding: 'utf8',
    env: sandbox.environment,
  });
  const ms = performance.now() - startMs;
  if (status !== 0) throw new Error(`${argv[0]} ended with ${status}:\n${stdout}${stderr}`);
  return ms;
}

function changeHandler() {
  written += 1;
  writeFileSync(path.join(folder, 'index.mjs'), `export const handler = async () => ${written};\n`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function report(name, ms, over, mostMs) {
  const isMissed = ms - over > mostMs;
  if (isMissed) missed += 1;
  const left = `${(ms - over).toFixed(0)} ms over ${over.toFixed(0)} ms`;
  process.stdout.write(
    `${name.padEnd(24)}${`${ms.toFixed(0)} ms`.padStart(10)}  ${left.padEnd(24)}(at most ${mostMs})${isMissed ? '  MISSED' : ''}\n`,
  );
}

try {
  const publish = ['publish', 'bench', '--source', folder];
  changeHandler();
  run(
    ...publish,
    '--create',
    '--role',
    'arn:aws:iam::000000000000:role/any',
    '--runtime',
    'nodejs22.x',
    '--handler',
    'index.handler',
  );
  const times = {start: [], nothing: [], changed: []};
  // One round that does not count: it fills the caches of the disk and of V8.
  for (let round = -1; round < rounds; round += 1) {
    const start = run('versions', 'list', 'bench');
    const nothing = run(...publish);
    changeHandler();
    const changed = run(...publish);
    if (round >= 0) for (const [name, ms] of Object.entries({start, nothing, changed})) times[name].push(ms);
  }
  const startMs = median(times.start);
  process.stdout.write(
    `Publishing against the sandbox, ${rounds} rounds, medians; starting alone takes ${startMs.toFixed(0)} ms\n`,
  );
  report('one changed handler', median(times.changed), UPDATE_MS, MOST_OVER_UPDATE_MS);
  report('nothing changed', median(times.nothing), startMs, MOST_OVER_START_MS);
  if (missed > 0) process.exitCode = 1;
} finally {
  sandbox.close();
  rmSync(folder, {recursive: true, force: true});
}
