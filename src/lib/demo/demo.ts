import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {DeployDeps} from '../execute/rollout/deploy.js';
import {packageRoot} from '../package-root.js';
import {startTraffic} from '../sandbox/traffic/start-traffic.js';
import type {TrafficReport} from '../sandbox/traffic/traffic-report.js';
import {type DemoRelease, releaseForDemo} from './demo-release.js';

export interface DemoStage {
  /** Wired to the sandbox and its clock. */
  readonly deps: DeployDeps;
  /** Of the sandbox, on loopback. */
  readonly endpoint: string;
  /** Tells the audience what comes next. */
  readonly announce: (text: string) => Promise<void>;
}

export interface DemoResult {
  readonly releases: readonly DemoRelease[];
  /** What the callers saw. */
  readonly traffic: TrafficReport;
  /** Whether the good version was promoted and the bad one taken back. */
  readonly asItShould: boolean;
}

const REF = {functionName: 'hello', alias: 'live'};
const REQUESTS_PER_SECOND = 120;
const LONGEST_MS = 120_000;

/**
 * The main job on a sandbox: a function is created, keeps its traffic, gets a good version (promoted) and then one that
 * fails for some events (taken back). Throws what goes wrong on the way; the sandbox is the caller's to close.
 */
export async function runDemo({deps, endpoint, announce}: DemoStage, signal: AbortSignal): Promise<DemoResult> {
  const template = path.join(packageRoot, 'templates', 'function');
  const events = await readEvents();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-demo-'));
  const endOfTraffic = new AbortController();
  try {
    await announce('1 of 3  A first version: the function and its alias are created.');
    const releases = [await releaseForDemo(deps, {ref: REF, source: template, note: 'first version'}, signal)];
    const traffic = startTraffic({
      endpoint,
      ref: REF,
      rps: REQUESTS_PER_SECOND,
      payload: (index) => events[index % events.length] ?? '{}',
      durationMs: LONGEST_MS,
      signal: AbortSignal.any([signal, endOfTraffic.signal]),
    });
    await announce(`2 of 3  A better greeting, released under ${REQUESTS_PER_SECOND} calls a second.`);
    await writeBetterVersion(template, folder);
    releases.push(await releaseForDemo(deps, {ref: REF, source: folder, note: 'a better greeting'}, signal));
    await announce('3 of 3  An unlucky change: it fails for the events that carry no order.');
    const failing = path.join(packageRoot, 'templates', 'function-failing');
    releases.push(await releaseForDemo(deps, {ref: REF, source: failing, note: 'count the items'}, signal));
    endOfTraffic.abort();
    const outcomes = releases.map(({outcome}) => outcome).join(', ');
    return {releases, traffic: await traffic, asItShould: outcomes === 'created, promoted, rolled back'};
  } finally {
    endOfTraffic.abort();
    await rm(folder, {recursive: true, force: true});
  }
}

async function readEvents(): Promise<readonly string[]> {
  const events = JSON.parse(await readFile(path.join(packageRoot, 'templates', 'events.json'), 'utf8')) as unknown[];
  return events.map((event) => JSON.stringify(event));
}

async function writeBetterVersion(template: string, folder: string): Promise<void> {
  const code = await readFile(path.join(template, 'index.mjs'), 'utf8');
  await writeFile(path.join(folder, 'index.mjs'), code.replace('Hello, ', 'Good day, '));
}
