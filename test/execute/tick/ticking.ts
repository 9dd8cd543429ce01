import {type Once, type OnceSpec, tickOnce} from '../../../src/lib/execute/rollout/once.js';
import {splitDescription} from '../../../src/lib/model/alias/description.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {lookAgainMs} from '../../../src/lib/plan/rollout/next-move.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import type {Fault} from '../../fakes/call-gate.js';
import type {AliasWorld} from '../../fakes/fake-aliases.js';
import {aProcess, aSpec, Process, REF, type Script} from '../rollout/rollout-world.js';

/** A tick after one that said nothing of when to come again, as a cron has it. */
const CRON_MS = 60_000;
/** Far beyond the longest rollout of these tests: one that never ends is a failure. */
const TICKS = 600;

/** One tick by this process. */
export function once(process: Process, spec: Partial<OnceSpec> = {}): Promise<Once> {
  const {settings, onInconclusive, promoteEarly} = aSpec();
  const whole = {ref: REF, settings, onInconclusive, promoteEarly, acceptSettings: false, ...spec};
  return tickOnce(process.deps, whole, process.controller.signal);
}

/** Begins a rollout and leaves it at its first step; the process that began it is gone. */
export async function begun(traffic: Script, spec: Partial<RolloutSpec> = {}): Promise<Process> {
  const process = aProcess(traffic);
  await process.run({...spec, detach: true});
  return process;
}

interface Ticked {
  readonly last: Once;
  readonly nowMs: number;
  readonly calls: number;
}

interface TickingManner {
  readonly spec?: Partial<OnceSpec>;
  /** Happens to the call of that index, counted over all ticks. */
  readonly fault?: readonly [number, Fault];
  /** A cron's beat; at the time that each tick names for the next one when left out. */
  readonly everyMs?: number;
}

/**
 * Ticks until there is nothing more to tick, each time by a process that shares nothing with those before but the world. A
 * process that dies of a fault is followed by one a minute later.
 */
export async function tickToTheEnd(
  world: AliasWorld,
  fromMs: number,
  traffic: Script,
  {spec = {}, fault, everyMs}: TickingManner = {},
): Promise<Ticked> {
  let nowMs = firstTickMs(world.newest(REF), fromMs);
  let calls = 0;
  for (let count = 0; count < TICKS; count++) {
    const process = new Process(world, nowMs, traffic);
    if (fault) process.gate.faults.set(fault[0] - calls, fault[1]);
    const last = await Promise.race([once(process, spec), process.gate.death]);
    process.clock.stop();
    calls += process.gate.calls.length;
    nowMs = process.clock.now();
    if (last === undefined) nowMs += CRON_MS;
    else if ('againMs' in last) nowMs = everyMs === undefined ? Math.max(nowMs, last.againMs) : nowMs + everyMs;
    else if (last.kind === 'unread') nowMs += CRON_MS;
    else return {last, nowMs, calls};
  }
  throw new Error('It never ended.');
}

function firstTickMs(alias: AliasState | undefined, nowMs: number): number {
  const {marker} = splitDescription(alias?.description ?? '');
  return marker ? lookAgainMs(marker, nowMs) : nowMs;
}
