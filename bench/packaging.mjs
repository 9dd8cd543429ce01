// How long packaging takes beside its peers, whole process against whole process on the same machine, for trees of one file, 500
// files and a real node_modules; then packing itself, against deflate alone, and reading alone against packing; then a publication that
// finds nothing changed, against the same process where one byte has. Runs are interleaved so that a busy moment hits all of them;
// medians are compared; exit 1 when a target is missed.
//   node bench/packaging.mjs [rounds] [script]    script stands in for bin/run.js
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {startSandbox} from './sandbox.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const rounds = Number(process.argv[2] ?? 7);
const ours = path.resolve(process.argv[3] ?? path.join(root, 'bin', 'run.js'));
const work = mkdtempSync(path.join(tmpdir(), 'bench-packaging-'));
const out = path.join(work, 'out.zip');
const cores = availableParallelism();

const MOST_PEAK_MB = 400;
/** What finding out that nothing has changed may take of packing; and of whole processes, which start and ask AWS in both cases. */
const MOST_OF_PACKING = 0.4;
const MOST_OF_PROCESS = 0.5;
/** How much larger than Info-ZIP's the zip may be. */
const MOST_ZIP_SIZE = 1.02;
/** Where peak memory is read: in the process itself, at its end. */
const PEAK_HOOK = `data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS))`;

const peer = (name) => path.join(root, 'bench', 'peers', `${name}.mjs`);
const isInstalled = (command, ...args) => spawnSync(command, args).status === 0;
const sevenZip = ['7zz', '7z', '7za'].find((command) => isInstalled(command, 'i'));
const hasInfoZip = isInstalled('zip', '-v');

/** Everybody who packs a tree, with the share of their time that we may take on the large tree. */
const contendersFor = (tree) => [
  {name: 'lambda-release', argv: [process.execPath, ours, 'package', tree, '--out', out, '--quiet']},
  ...(hasInfoZip
    ? [{name: 'Info-ZIP zip -6', argv: ['zip', '-qry', '-6', out, '.'], mostOfIt: 0.75, mostSize: MOST_ZIP_SIZE}]
    : []),
  ...(sevenZip ? [{name: '7-Zip, zip format', argv: [sevenZip, 'a', '-tzip', '-bso0', '-bsp0', out, '.']}] : []),
  {name: 'yazl', argv: [process.execPath, peer('yazl'), tree, out]},
  {name: 'archiver', argv: [process.execPath, peer('archiver'), tree, out], mostOfIt: 0.22},
];

/** A copy of this project's node_modules that nothing writes to, without compiled tools no function would carry. */
function copyTree(tree, mostFiles) {
  const LARGEST_BYTES = 8 * 1024 * 1024;
  let files = 0;
  let bytes = 0;
  const source = path.join(root, 'node_modules');
  for (const entry of readdirSync(source, {recursive: true, withFileTypes: true})) {
    if (files >= mostFiles) break;
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

/** The trees, smallest first. */
function makeTrees() {
  const one = path.join(work, 'one');
  mkdirSync(one);
  writeFileSync(path.join(one, 'index.js'), 'export const handler = async () => ({statusCode: 200});\n');
  const [some, large] = [path.join(work, 'some'), path.join(work, 'large')];
  return [
    {tree: one, files: 1, bytes: statSync(path.join(one, 'index.js')).size},
    {tree: some, ...copyTree(some, 500)},
    {tree: large, ...copyTree(large, Number.POSITIVE_INFINITY), isLarge: true},
  ];
}

/** Runs a command in a tree; milliseconds of the whole process, and what it printed. */
function run(name, [command, ...args], cwd, environment = {}) {
  rmSync(out, {force: true});
  const startMs = performance.now();
  const {status, stdout, stderr} = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: {...process.env, CI: 'true', ...environment},
  });
  const ms = performance.now() - startMs;
  if (status !== 0) throw new Error(`${name} failed with exit ${status}:\n${stderr}`);
  return {ms, stdout, stderr};
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

let missed = 0;

/** What a measured value has to do with its target: empty without one. */
function verdict(value, most) {
  if (most === undefined) return '';
  if (value > most) missed += 1;
  return value > most ? `at most ${most}: MISSED` : `at most ${most}: ok`;
}

function printRow(...cells) {
  const [first, ...others] = cells;
  process.stdout.write(`${first.padEnd(26)}${others.map((cell) => cell.padStart(12)).join('')}`.trimEnd());
  process.stdout.write('\n');
}

function compareProcesses({tree, files, bytes, isLarge}) {
  process.stdout.write(`\n${files} files, ${(bytes / 1e6).toFixed(1)} MB; whole processes\n`);
  printRow('', 'median', 'zip', 'ours ÷ it');
  const measured = contendersFor(tree).map((contender) => ({...contender, ms: [], zippedBytes: 0}));
  // One round that does not count: it brings every file into the page cache.
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of measured) {
      const {ms} = run(contender.name, contender.argv, tree);
      if (round >= 0) contender.ms.push(ms);
      contender.zippedBytes = statSync(out).size;
    }
  }
  const oursMs = median(measured[0].ms);
  for (const {name, ms, zippedBytes, mostOfIt, mostSize} of measured) {
    const ratio = oursMs / median(ms);
    const target = verdict(ratio, isLarge ? mostOfIt : undefined);
    const sizeTarget = verdict(measured[0].zippedBytes / zippedBytes, isLarge ? mostSize : undefined);
    const size = zippedBytes < 1e5 ? `${zippedBytes} B` : `${(zippedBytes / 1e6).toFixed(1)} MB`;
    printRow(name, `${median(ms).toFixed(0)} ms`, size, `${ratio.toFixed(2)}  `, target && `  ${target}`);
    if (sizeTarget)
      process.stdout.write(
        `  size of our zip ÷ its: ${(measured[0].zippedBytes / zippedBytes).toFixed(3)}  ${sizeTarget}\n`,
      );
  }
}

/** The script as it would ship, threads included: what compiles TypeScript would be measured in every thread anew. */
async function builtScript() {
  const outfile = path.join(root, 'node_modules', '.cache', 'bench', 'packing-itself.mjs');
  await build({
    entryPoints: [path.join(root, 'bench', 'packing-itself.mjs')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {js: "import {createRequire} from 'node:module';const require = createRequire(import.meta.url);"},
  });
  return outfile;
}

async function comparePacking({tree}) {
  const floors = [];
  const times = {cold: [], same: []};
  const script = await builtScript();
  for (let round = 0; round < rounds; round += 1) {
    const {stdout: floor} = run('deflate alone', [process.execPath, peer('deflate-floor'), tree], tree);
    floors.push(Number(floor));
    const {stdout} = run('packing itself', [process.execPath, script, tree, '1'], root);
    for (const [name, ms] of Object.entries(JSON.parse(stdout))) times[name].push(...ms);
  }
  const [floorMs, coldMs] = [median(floors) / cores, median(times.cold)];
  process.stdout.write(
    `\nPacking itself, in one process; deflate alone is in one thread and divided by ${cores} cores\n`,
  );
  const rows = [
    ['deflate alone ÷ cores', floorMs, floorMs, undefined],
    ['packing', coldMs, floorMs, undefined],
    ['nothing changed', median(times.same), coldMs, MOST_OF_PACKING],
  ];
  for (const [name, ms, of, most] of rows) {
    const share = `${(ms / of).toFixed(3)} × ${of === coldMs ? 'packing' : 'deflate'}`.padStart(22);
    const target = verdict(ms / of, most);
    printRow(name, `${ms.toFixed(0)} ms`, '', share, target && `  ${target}`);
  }
  const {stderr} = run('lambda-release', [process.execPath, ours, 'package', tree, '--out', out, '--quiet'], tree, {
    NODE_OPTIONS: `--import="${PEAK_HOOK}"`,
  });
  const peakMb = (Number(/PEAK (\d+)/.exec(stderr)?.[1]) * 1024) / 1e6;
  process.stdout.write(`Peak memory of the whole process: ${peakMb.toFixed(0)} MB  ${verdict(peakMb, MOST_PEAK_MB)}\n`);
}

/** \`publish --dry-run\` reads every byte and asks AWS what it has; it deflates only when that is something else. Nothing is kept between two. */
async function compareUnchanged({tree}) {
  const sandbox = await startSandbox();
  const publish = (...flags) => {
    const command = [process.execPath, ours, 'publish', 'bench', '--source', tree, '--quiet', ...flags];
    return run('publish', command, tree, sandbox.environment).ms;
  };
  const writeHandler = (answer) =>
    writeFileSync(path.join(tree, 'index.mjs'), `export const handler = async () => ${answer};\n`);
  const times = {nothing: [], byte: []};
  try {
    writeHandler(0);
    const role = 'arn:aws:iam::000000000000:role/any';
    publish('--create', '--role', role, '--runtime', 'nodejs22.x', '--handler', 'index.handler');
    // One round that does not count, as above.
    for (let round = -1; round < rounds; round += 1) {
      writeHandler(0);
      const nothing = publish('--dry-run');
      writeHandler(1);
      const byte = publish('--dry-run');
      if (round >= 0) for (const [name, ms] of Object.entries({nothing, byte})) times[name].push(ms);
    }
  } finally {
    sandbox.close();
  }
  const [nothingMs, byteMs] = [median(times.nothing), median(times.byte)];
  const ratio = nothingMs / byteMs;
  process.stdout.write('\nPublishing the large tree, sending nothing; whole processes\n');
  printRow('one byte changed', `${byteMs.toFixed(0)} ms`);
  const share = `${ratio.toFixed(3)} × one byte`.padStart(22);
  printRow('nothing changed', `${nothingMs.toFixed(0)} ms`, '', share, `  ${verdict(ratio, MOST_OF_PROCESS)}`);
}

try {
  if (!existsSync(path.join(root, 'dist')) && process.argv[3] === undefined)
    throw new Error('Build first: npm run build');
  for (const [name, is] of [
    ['Info-ZIP', hasInfoZip],
    ['7-Zip', sevenZip],
  ]) {
    if (!is) process.stdout.write(`${name} is not installed: its rows and targets are left out.\n`);
  }
  process.stdout.write(`${rounds} interleaved rounds, medians, ${cores} cores\n`);
  const trees = makeTrees();
  for (const tree of trees) compareProcesses(tree);
  await comparePacking(trees.at(-1));
  await compareUnchanged(trees.at(-1));
  if (missed > 0) process.exitCode = 1;
} finally {
  rmSync(work, {recursive: true, force: true});
}
