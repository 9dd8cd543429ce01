// How long the tool takes to start, as multiples of an empty Node process on the same machine: whole process against
// whole process, runs interleaved so that a busy moment hits all of them, medians compared. Exit 1 when a target is missed.
// Usage: node bench/startup.mjs [rounds]
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {startSandbox} from './sandbox.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'bin', 'run.js');
const rounds = Number(process.argv[2] ?? 21);

const BARE = 'node -e 0';
const ALIAS = 'startup-bench:live';
const CASES = [
  {name: BARE, args: ['-e', '0']},
  {name: '--version', args: [bin, '--version'], most: 4},
  {name: '--help', args: [bin, '--help'], most: 5},
  {name: 'status', args: [bin, 'status', ALIAS, '--json'], most: 7},
];

const sandbox = await startSandbox();
try {
  Object.assign(process.env, sandbox.environment);
  await createAlias();
  report(await measure(sandbox.environment));
} finally {
  sandbox.close();
}

/** A function with two versions and an alias that splits between them: what `status` has most to say about. */
async function createAlias() {
  const sdk = await import('@aws-sdk/client-lambda');
  const client = new sdk.LambdaClient({});
  const [FunctionName, Name] = ALIAS.split(':');
  await client.send(
    new sdk.CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::123456789012:role/startup-bench',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: {ZipFile: await handlerZip()},
    }),
  );
  await sdk.waitUntilFunctionActiveV2({client, maxWaitTime: 60, minDelay: 1, maxDelay: 1}, {FunctionName});
  const {Version: FunctionVersion} = await client.send(new sdk.PublishVersionCommand({FunctionName}));
  await client.send(new sdk.CreateAliasCommand({FunctionName, Name, FunctionVersion}));
  client.destroy();
}

async function handlerZip() {
  const {ZipFile} = await import('yazl');
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('export const handler = async () => ({});\n'), 'index.mjs');
  zip.end();
  const chunks = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function measure(env) {
  const times = new Map(CASES.map(({name}) => [name, []]));
  // One round that does not count fills the caches of the disk and of V8, as any second use does.
  for (let round = -1; round < rounds; round++) {
    for (const {name, args} of CASES) {
      const startedMs = performance.now();
      const child = spawn(process.execPath, args, {env, stdio: 'ignore'});
      const [exitCode] = await once(child, 'exit');
      const tookMs = performance.now() - startedMs;
      if (exitCode !== 0) throw new Error(`${name} ended with exit code ${exitCode}; there is nothing to measure.`);
      if (round >= 0) times.get(name).push(tookMs);
    }
  }
  return new Map([...times].map(([name, samples]) => [name, median(samples)]));
}

function report(medians) {
  const bareMs = medians.get(BARE);
  process.stdout.write(`Node ${process.version}, ${rounds} rounds, medians\n`);
  for (const {name, most} of CASES) {
    const ms = medians.get(name);
    const missed = most !== undefined && ms / bareMs > most;
    const verdict = most === undefined ? '' : `  (at most ${most})${missed ? '  MISSED' : ''}`;
    process.stdout.write(`${name.padEnd(12)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bareMs).toFixed(2)}${verdict}\n`);
    if (missed) process.exitCode = 1;
  }
}

function median(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
