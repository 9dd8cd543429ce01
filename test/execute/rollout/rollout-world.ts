import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {RolloutOutcome} from '../../../src/lib/execute/rollout/outcome.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {rolloutStanding} from '../../../src/lib/model/rollout/standing.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {parseTrafficSpec} from '../../../src/lib/model/rollout/traffic-spec.js';
import type {ObservedRollout} from '../../../src/lib/observe/rollout/rollout.js';
import type {RolloutPlan, RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {planResume, type ResumeSpec} from '../../../src/lib/plan/rollout/resume.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import {planShift} from '../../../src/lib/plan/rollout/shift.js';
import type {TrafficMove} from '../../../src/lib/plan/rollout/traffic-move.js';
import type {CredentialsPort} from '../../../src/lib/ports/credentials.js';
import {quietCallers} from '../../fakes/a-caller.js';
import {aFunction} from '../../fakes/a-function.js';
import {CallGate} from '../../fakes/call-gate.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {AliasWorld, FakeAliases} from '../../fakes/fake-aliases.js';
import {FakeCommands, FakeInvoke} from '../../fakes/fake-checks.js';
import {FakeEngine} from '../../fakes/fake-engine.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeKeptPolicies} from '../../fakes/fake-kept-policies.js';
import {FakeLeases} from '../../fakes/fake-leases.js';
import {FakeLogs} from '../../fakes/fake-logs.js';
import {FakeMetrics, type Traffic} from '../../fakes/fake-metrics.js';
import {FakeProvisioned} from '../../fakes/fake-provisioned.js';
import {FakeSignals} from '../../fakes/fake-signals.js';
import {FakeTraces} from '../../fakes/fake-traces.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

export const REF = {functionName: 'checkout', alias: 'live'};
/** Half past a minute, as commands begin. */
export const START_MS = Date.UTC(2026, 0, 1, 12, 0, 30);
export const DESCRIPTION = 'Checkout, the live one. [was 5]';
/** The same after version 7 was convicted. */
export const TOOK_BACK = /^Checkout, the live one\. \[was 5\] \[took back 7 2026-01-01T1\d:\d\dZ: [^[\]]+\]$/;
/** The same after version 7 was taken back, whatever the reason was. */
export const RESTORED = /^Checkout, the live one\. \[was 5\]( \[took back 7 2026-01-01T1\d:\d\dZ: [^[\]]+\])?$/;

export const GOOD: Traffic = {invocations: 1_000, errorRates: {}};
export const BAD: Traffic = {invocations: 1_000, errorRates: {7: 0.5}};
export const SILENCE: Traffic = {invocations: 0, errorRates: {}};

export type Script = Traffic | ((minuteMs: number) => Traffic);

export function aSpec(overrides: Partial<RolloutSpec> = {}): RolloutSpec {
  return {
    ref: REF,
    candidate: '7',
    steps: parseSteps('5%:3m, 50%:3m'),
    watchMs: 180_000,
    settings: DEFAULT_SETTINGS,
    onInconclusive: 'extend',
    onInterrupt: 'abort',
    promoteEarly: false,
    detach: false,
    createAlias: false,
    ...overrides,
  };
}

export function observed(alias: AliasState | undefined, overrides: Partial<ObservedRollout> = {}): ObservedRollout {
  return {
    ref: REF,
    functionExists: true,
    ...(alias && {alias}),
    standing: alias ? rolloutStanding(alias) : {kind: 'idle'},
    versions: new Map(['5', '6', '7'].map((version) => [version, aFunction({version})])),
    ...overrides,
  };
}

/** One process over a world of aliases: its clock, its gate, its ports and its signal. */
export class Process {
  readonly world: AliasWorld;
  readonly clock: SimulatedClock;
  readonly gate: CallGate;
  readonly events = new EventRecorder();
  readonly controller = new AbortController();
  readonly deps: {
    aliases: FakeAliases;
    provisioned: FakeProvisioned;
    metrics: FakeMetrics;
    signals: FakeSignals;
    functions: VersionsOnly;
    policies: FakeKeptPolicies;
    leases: FakeLeases;
    engine: FakeEngine;
    logs: FakeLogs;
    traces: FakeTraces;
    invoke: FakeInvoke;
    commands: FakeCommands;
    credentials: CredentialsPort;
    clock: SimulatedClock;
    events: EventRecorder;
  };

  /** On a clock of its own that shows a time, or on one that it shares with other processes. */
  constructor(world: AliasWorld, now: number | SimulatedClock, traffic: Script = GOOD, gate = new CallGate()) {
    this.world = world;
    this.gate = gate;
    this.clock = typeof now === 'number' ? new SimulatedClock(now) : now;
    const script = typeof traffic === 'function' ? traffic : () => traffic;
    this.deps = {
      aliases: new FakeAliases(world, this.clock, this.gate),
      provisioned: new FakeProvisioned(world.provisioned, this.gate),
      metrics: new FakeMetrics(world, this.clock, this.gate, script),
      signals: new FakeSignals(this.gate),
      functions: new VersionsOnly(this.clock, this.gate),
      policies: new FakeKeptPolicies(world, this.gate),
      leases: new FakeLeases(world, this.clock, this.gate),
      engine: new FakeEngine(this.gate),
      logs: new FakeLogs(this.gate, []),
      traces: new FakeTraces(this.gate),
      invoke: new FakeInvoke(this.gate),
      commands: new FakeCommands(this.gate),
      credentials: quietCallers().credentials,
      clock: this.clock,
      events: this.events,
    };
  }

  interrupt(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): void {
    this.controller.abort({signal});
  }

  plan(spec: Partial<RolloutSpec> = {}): RolloutPlan {
    const planned = planRollout(aSpec(spec), observed(this.world.newest(REF)), this.clock.now());
    if (!planned.ok || planned.plan.kind !== 'rollout') throw new Error(`Not planned: ${JSON.stringify(planned)}`);
    return planned.plan;
  }

  run(spec: Partial<RolloutSpec> = {}): Promise<RolloutOutcome> {
    return runRollout(this.deps, this.plan(spec), this.controller.signal);
  }
}

/** Resumes the rollout in the world, as a process of its own with a runner of its own. */
export function resume(
  process: Process,
  spec: Partial<ResumeSpec> = {},
  signal: AbortSignal = process.controller.signal,
): Promise<RolloutOutcome> {
  return runRollout(process.deps, planToResume(process, spec), signal);
}

/** What `resume` would carry out, decided on the alias as it is now. */
export function planToResume(process: Process, spec: Partial<ResumeSpec> = {}): RolloutPlan {
  const {steps: _steps, watchMs: _watchMs, candidate: _candidate, ...policy} = aSpec();
  const planned = planResume(
    {...policy, runner: 'heir', acceptSettings: false, ...spec},
    observed(process.world.newest(REF)),
  );
  if (!planned.ok) throw new Error(planned.refusals.map(({code}) => code).join(' '));
  return planned.plan;
}

/** A shift as it would be planned on the alias as it is now. */
export function planOfShift({world}: Process, text: string): TrafficMove {
  const planned = planShift([parseTrafficSpec(text)], observed(world.newest(REF)));
  if (!planned.ok) throw new Error(`Not planned: ${JSON.stringify(planned)}`);
  return planned.plan;
}

/** Every version is there, and read through the gate. */
class VersionsOnly extends FakeFunctions {
  tracingMode = 'PassThrough';
  readonly #gate: CallGate;

  constructor(clock: SimulatedClock, gate: CallGate) {
    super(clock);
    this.#gate = gate;
  }

  override getFunction(_name: string, version = '$LATEST', signal?: AbortSignal) {
    return this.#gate.pass('getFunction', signal, () =>
      aFunction({
        version,
        codeSha256: `code-${version}`,
        environment: {KEY: 'environment-secret'},
        tracingMode: this.tracingMode,
      }),
    );
  }
}

/** An alias at rest on version 6. */
export function aWorld(description = DESCRIPTION): AliasWorld {
  const world = new AliasWorld();
  world.put({...REF, stable: '6', description}, START_MS - 3_600_000);
  return world;
}

export function aProcess(traffic: Script = GOOD, world = aWorld()): Process {
  return new Process(world, START_MS, traffic);
}

/** Weight of the candidate in every state the alias was in since it rested, with `stable` where that is not 6. */
export function path(world: AliasWorld): string[] {
  return world
    .momentsOf(REF)
    .slice(1)
    .map(({alias}) => (alias.candidate ? `${alias.candidate.version}@${alias.candidate.weightPercent}` : alias.stable));
}
