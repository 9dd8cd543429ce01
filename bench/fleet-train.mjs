/**
 * A train of many functions through three regions and two accounts of the sandbox, in one process: how long it takes, what it costs this machine, and how many
 * requests a second each region saw, by the sandbox's own count.
 *
 *   node bench/fleet-train.mjs [--functions 334] [--speed 12] [--parallel 50] [--case good|bad-one|bad-layer|outage]
 *
 * `--functions` is of each region. Exits 1 when it does not end as it should.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {startSandbox} from './sandbox.mjs';

/** Environments of the release file, by their accounts. */
const ENVIRONMENTS = {
  west: {accountId: '111111111111', regions: ['eu-west-1', 'us-east-1']},
  east: {accountId: '222222222222', regions: ['ap-southeast-2']},
};
const PLACES = Object.values(ENVIRONMENTS).flatMap(({accountId, regions}) =>
  regions.map((region) => ({accountId, region})),
);
const {values} = parseArgs({
  options: {
    functions: {type: 'string', default: '334'},
    speed: {type: 'string', default: '12'},
    parallel: {type: 'string', default: '50'},
    case: {type: 'string', default: 'good'},
  },
});
const [count, speed, parallel] = [values.functions, values.speed, values.parallel].map(Number);
const names = Array.from({length: count}, (_, index) => `fn-${String(index).padStart(3, '0')}`);
const folder = mkdtempSync(path.join(tmpdir(), 'fleet-train-'));
const config = path.join(folder, 'release.yml');

function release(version) {
  mkdirSync(path.join(folder, 'dist'), {recursive: true});
  writeFileSync(path.join(folder, 'dist', 'index.mjs'), `export const handler = async () => ${version};`);
  const role = 'arn:aws:iam::000000000000:role/any';
  const line = (name) => `  ${name}: {source: dist, runtime: nodejs22.x, handler: index.handler, role: "${role}"}\n`;
  writeFileSync(
    config,
    `functions:\n${names.map(line).join('')}rollout: {alias: live, steps: "5%:3m", watch: 0s}\n` +
      `train: {waves: [1, 100%], bake: 1m, parallel: ${parallel}}\n` +
      `environments:\n${Object.entries(ENVIRONMENTS)
        .map(([name, {accountId, regions}]) => {
          return `  ${name}: {account: "${accountId}", profile: ${name}, regions: [${regions.join(', ')}]}\n`;
        })
        .join('')}`,
  );
}

/** Keys of each account: on the sandbox they are its number. */
function environmentOf(sandbox) {
  const file = path.join(folder, 'aws-config');
  const profiles = Object.entries(ENVIRONMENTS).map(([name, {accountId}]) => {
    return `[profile ${name}]\naws_access_key_id = ${accountId}\naws_secret_access_key = any\n`;
  });
  writeFileSync(file, profiles.join('\n'));
  const {AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, AWS_REGION: _region, ...rest} = sandbox.environment;
  return {...rest, AWS_CONFIG_FILE: file};
}

/** The tool, to its end: exit code, and what it needed of this machine, by /proc. */
async function tool(sandbox, ...words) {
  const child = spawn(
    process.execPath,
    [sandbox.bin, ...words, '--config', config, '--environment', Object.keys(ENVIRONMENTS).join()],
    {
      env: environmentOf(sandbox),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said = {stdout: '', stderr: ''};
  for (const stream of ['stdout', 'stderr']) child[stream].on('data', (text) => (said[stream] += text));
  const needed = {peakMb: 0, cpuSeconds: 0};
  const poll = setInterval(() => Object.assign(needed, needsOf(child.pid, needed)), 500);
  const startedMs = performance.now();
  const [exitCode] = await once(child, 'exit');
  clearInterval(poll);
  return {exitCode, ...said, ...needed, seconds: (performance.now() - startedMs) / 1000};
}

function needsOf(pid, before) {
  try {
    const [, kb = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return {peakMb: Number(kb) / 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100};
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return before;
    throw error;
  }
}

const post = (url, body) => fetch(url, {method: 'POST', body: JSON.stringify(body)});

/** Requests of every alias, of which so many fail by version. */
async function setLoads(url, versionsOf) {
  for (const [order, place] of PLACES.entries()) {
    const each = (functionName, index) => {
      // Of its own for each: by the same numbers all would fail in the same minutes.
      const seed = 1 + index + names.length * order;
      const versions = versionsOf(place.region, functionName);
      return post(url, {functionName, alias: 'live', ...place, perMinute: 600, seed, versions});
    };
    await Promise.all(names.map(each));
  }
}

const sandbox = await startSandbox(['--speed', String(speed)]);
const url = sandbox.environment.AWS_ENDPOINT_URL;
try {
  release(1);
  const created = await tool(sandbox, 'deploy', '--create', '--yes', '--quiet');
  if (created.exitCode !== 0) throw new Error(created.stderr.slice(-2000));
  process.stderr.write(`created in ${created.seconds.toFixed(0)} s\n`);
  const rateOf = (region, name) => {
    if (values.case === 'bad-layer') return 0.011;
    return values.case === 'bad-one' && region === PLACES[0].region && name === names[3] ? 0.5 : 0.001;
  };
  const loads = `${url}/_sandbox/invocations`;
  const asUsual = (region, name) => ({1: {errorRate: 0.001}, 2: {errorRate: rateOf(region, name)}});
  await setLoads(loads, asUsual);
  release(2);
  let outage = values.case === 'outage' ? 'to come' : undefined;
  const seen = new Map();
  const poll = setInterval(async () => {
    // A sandbox that is busy may not answer; what it has counted stays.
    const {requests} = await fetch(`${url}/_sandbox/requests`)
      .then((answer) => answer.json())
      .catch(() => ({requests: []}));
    for (const call of requests) seen.set(call.requestId, call);
    const moves = [...seen.values()].filter(({operation}) => operation === 'UpdateAlias').length;
    // When about half of them are under way or done, everything fails for five minutes.
    if (outage !== 'to come' || moves < names.length * PLACES.length) return;
    outage = 'under way';
    await setLoads(loads, () => ({1: {errorRate: 0.3}, 2: {errorRate: 0.3}}));
    await new Promise((resolve) => setTimeout(resolve, (5 * 60_000) / speed));
    await setLoads(loads, asUsual);
    outage = 'over';
  }, 5_000);
  const released = await tool(sandbox, 'deploy', '--yes', '--quiet', '--json');
  clearInterval(poll);
  const {result, error} = JSON.parse(released.stdout);
  const calls = [...seen.values()];
  const throttled = {};
  for (const {status, operation} of calls) if (status === 429) throttled[operation] = (throttled[operation] ?? 0) + 1;
  const counted = (operation) => calls.filter((call) => call.operation === operation).length;
  const movedMs = calls.filter(({operation}) => operation === 'UpdateAlias').map(({at}) => Date.parse(at));
  const firstMs = Math.min(...movedMs);
  const movesByMinute = {};
  for (const ms of movedMs) {
    const minute = Math.floor((ms - firstMs) / 60_000);
    movesByMinute[minute] = (movesByMinute[minute] ?? 0) + 1;
  }
  const cars = error?.details?.cars ?? [];
  const tally = {};
  for (const {serves} of cars) tally[serves] = (tally[serves] ?? 0) + 1;
  console.log(
    JSON.stringify(
      {
        case: values.case,
        outage,
        functions: names.length * PLACES.length,
        exitCode: released.exitCode,
        code: error?.code,
        released: result?.functions.filter(({changed}) => changed).length,
        ...tally,
        seconds: Number(released.seconds.toFixed(1)),
        sandboxMinutes: Number(((released.seconds * speed) / 60).toFixed(1)),
        peakMb: Math.round(released.peakMb),
        cpuSeconds: released.cpuSeconds,
        throttled,
        calls: calls.length,
        metricRequests: counted('GetMetricData'),
        moves: movedMs.length,
        // When it began and ended what: of a bad layer the last ones are the ways back.
        movesByMinute: movedMs.length < 200 ? movesByMinute : undefined,
        message: error?.message?.slice(0, 400),
      },
      null,
      2,
    ),
  );
  const expected = {good: 0, 'bad-one': 5, 'bad-layer': 5, outage: 0}[values.case];
  process.exitCode = released.exitCode === expected ? 0 : 1;
} finally {
  sandbox.close();
  rmSync(folder, {recursive: true});
}
