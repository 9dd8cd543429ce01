// How long packaging a real node_modules takes beside its peers, whole process against whole process on the same machine.
// Runs are interleaved so that a busy moment hits all of them; medians are compared; exit 1 when a target is missed.
//   node bench/packaging.mjs [rounds] [script]    script stands in for bin/run.js
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 3);
const ours = path.resolve(process.argv[3] ?? path.join(root, 'bin', 'run.js'));
const work = mkdtempSync(path.join(tmpdir(), 'bench-packaging-'));
const tree = path.join(work, 'tree');
const out = path.join(work, 'out.zip');

const hasInfoZip = spawnSync('zip', ['-v']).status === 0;
const peer = (name) => path.join(root, 'bench', 'peers', `${name}.mjs`);
const contenders = [
  {name: 'lambda-release', argv: [process.execPath, ours, 'package', tree, '--out', out, '--quiet']},
  ...(hasInfoZip ? [{name: 'Info-ZIP zip -6', argv: ['zip', '-qr', '-6', out, '.'], mostOfIt: 0.6}] : []),
  {name: 'yazl', argv: [process.execPath, peer('yazl'), tree, out]},
  {name: 'archiver', argv: [process.execPath, peer('archiver'), tree, out], mostOfIt: 0.25},
  {name: 'deflate alone, 1 thread', argv: [process.execPath, peer('deflate-floor'), tree], isFloor: true},
];

/** A copy of this project's node_modules that nothing writes to, without compiled tools no function would carry. */
function copyTree() {
  const LARGEST_BYTES = 8 * 1024 * 1024;
  let files = 0;
  let bytes = 0;
  const source = path.join(root, 'node_modules');
  for (const entry of readdirSync(source, {recursive: true, withFileTypes: true})) {
    const file = path.join(entry.parentPath, entry.name);
    const relative = path.relative(root, file);
    if (!entry.isFile() || /node_modules.\.(vite|cache)/.test(relative)) continue;
    const size = statSync(file).size;
    if (size > LARGEST_BYTES) continue;
    mkdirSync(path.join(tree, path.dirname(relative)), {recursive: true});
    copyFileSync(file, path.join(tree, relative));
    files += 1;
    bytes += size;
  }
  return {files, bytes};
}

/** Runs a contender once; milliseconds of the whole process, except for the floor, which tells its own. */
function runOnce({name, argv, isFloor}) {
  rmSync(out, {force: true});
  const [command, ...args] = argv;
  const startMs = performance.now();
  const {status, stdout, stderr} = spawnSync(command, args, {
    cwd: tree,
    encoding: 'utf8',
    env: {...process.env, CI: 'true'},
  });
  const elapsedMs = performance.now() - startMs;
  if (status !== 0) throw new Error(`${name} failed with exit ${status}:\n${stderr}`);
  if (isFloor) return {ms: Number(stdout), zippedBytes: undefined};
  return {ms: elapsedMs, zippedBytes: statSync(out).size};
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function report(measured) {
  const oursMs = median(measured[0].ms);
  let missed = 0;
  for (const {name, ms, zippedBytes, mostOfIt} of measured) {
    const ratio = oursMs / median(ms);
    const verdict =
      mostOfIt === undefined ? '' : ratio <= mostOfIt ? `at most ${mostOfIt}: ok` : `at most ${mostOfIt}: MISSED`;
    if (verdict.endsWith('MISSED')) missed += 1;
    const size = zippedBytes === undefined ? '' : `${(zippedBytes / 1e6).toFixed(1)} MB`;
    const row = [
      name.padEnd(24),
      `${median(ms).toFixed(0)} ms`.padStart(9),
      size.padStart(9),
      ratio.toFixed(2).padStart(11),
      verdict,
    ];
    process.stdout.write(`${row.join('  ').trimEnd()}\n`);
  }
  const floorMs = median(measured.find(({isFloor}) => isFloor).ms) / availableParallelism();
  process.stdout.write(
    `\nOurs, whole process, is ${(oursMs / floorMs).toFixed(2)} × (deflate alone ÷ ${availableParallelism()} cores).\n`,
  );
  return missed;
}

try {
  if (!existsSync(path.join(root, 'dist')) && process.argv[3] === undefined)
    throw new Error('Build first: npm run build');
  const {files, bytes} = copyTree();
  process.stdout.write(
    `node_modules: ${files} files, ${(bytes / 1e6).toFixed(1)} MB; ${rounds} interleaved rounds, medians\n\n`,
  );
  if (!hasInfoZip) process.stdout.write('Info-ZIP is not installed: its row and its target are left out.\n');
  const measured = contenders.map((contender) => ({...contender, ms: []}));
  // One round that does not count: it brings every file into the page cache.
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of measured) {
      const {ms, zippedBytes} = runOnce(contender);
      if (round >= 0) contender.ms.push(ms);
      contender.zippedBytes = zippedBytes;
    }
  }
  process.stdout.write(
    `${'contender'.padEnd(24)}  ${'median'.padStart(9)}  ${'zip'.padStart(9)}  ${'ours ÷ it'.padStart(11)}\n`,
  );
  if (report(measured) > 0) process.exitCode = 1;
} finally {
  rmSync(work, {recursive: true, force: true});
}
