import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {PooledLook} from '../../../src/lib/execute/rollout/deps.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import type {TrainCar} from '../../../src/lib/execute/train/car.js';
import {runTrain, type TrainOutcome} from '../../../src/lib/execute/train/train.js';
import {TRAIN_DEFAULTS, type TrainSpec} from '../../../src/lib/model/train/spec.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {standingCar} from '../../../src/lib/plan/train/standing.js';
import {CallGate} from '../../fakes/call-gate.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import type {AliasWorld} from '../../fakes/fake-aliases.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';
import {aWorld, GOOD, Process, path, planToResume, REF, type Script, START_MS} from '../rollout/rollout-world.js';

export const TRAIN_ID = 'tr41n0';

interface StageOptions {
  /** How many cars each wave has. */
  readonly waves: readonly number[];
  /** The traffic of a car by its number, counted over all waves. */
  readonly trafficOf?: (car: number) => Script;
  /** The aliases that another process has left; new ones otherwise. */
  readonly worlds?: readonly AliasWorld[];
  readonly nowMs?: number;
  /** Cars by their numbers that have no traffic to move. */
  readonly idle?: readonly number[];
}

/** Aliases with a world each, on one clock and behind one gate, and the process of the train that goes through them. */
export class TrainStage {
  readonly clock: SimulatedClock;
  readonly gate = new CallGate();
  readonly events = new EventRecorder();
  readonly controller = new AbortController();
  readonly processes: readonly Process[];
  readonly #waves: readonly number[];
  readonly #idle: readonly number[];

  constructor({waves, trafficOf = () => GOOD, worlds, nowMs = START_MS, idle = []}: StageOptions) {
    this.clock = new SimulatedClock(nowMs);
    this.#waves = waves;
    this.#idle = idle;
    const count = waves.reduce((sum, cars) => sum + cars, 0);
    const all = worlds ?? Array.from({length: count}, () => aWorld());
    this.processes = all.map((world, car) => new Process(world, this.clock, trafficOf(car), this.gate));
  }

  get worlds(): readonly AliasWorld[] {
    return this.processes.map(({world}) => world);
  }

  /** Releases, or goes on with what another process has left of it. */
  run(said: Partial<TrainSpec> = {}, spec: Partial<RolloutSpec> = {}): Promise<TrainOutcome<void>> {
    let next = 0;
    const waves = this.#waves.map((cars, index) =>
      Array.from({length: cars}, () => this.#car(next++, index + 1, spec)),
    );
    const plan = {
      ...{trainId: TRAIN_ID, spec: {...TRAIN_DEFAULTS, bakeMs: 60_000, ...said}},
      ...{settings: DEFAULT_SETTINGS, waves},
    };
    return runTrain({clock: this.clock, events: this.events}, plan, this.controller.signal);
  }

  /** What each alias went through. */
  get paths(): readonly (readonly string[])[] {
    return this.worlds.map(path);
  }

  /** What each alias serves: `6`, or `6+7@5`. */
  get serves(): readonly string[] {
    return this.worlds.map((world) => {
      const alias = world.newest(REF);
      const beside = alias?.candidate ? `+${alias.candidate.version}@${alias.candidate.weightPercent}` : '';
      return `${alias?.stable}${beside}`;
    });
  }

  get descriptions(): readonly string[] {
    return this.worlds.map((world) => world.newest(REF)?.description ?? '');
  }

  #car(index: number, wave: number, spec: Partial<RolloutSpec>): TrainCar<void> {
    const process = this.processes[index] as Process;
    return {
      ...{
        ref: REF,
        name: `car-${index}:live`,
        deps: process.deps,
        ...(this.#idle.includes(index) && {idleAs: 'same' as const}),
      },
      run: async (onLook: (look: PooledLook) => void, signal: AbortSignal) => {
        if (this.#idle.includes(index)) return;
        const alias = process.world.newest(REF);
        const left = alias && standingCar(alias);
        if (left?.state === 'released') return;
        const plan = left ? planToResume(process) : process.plan({...spec, train: {trainId: TRAIN_ID, wave}});
        const error = toRolloutError(await runRollout({...process.deps, onLook}, plan, signal));
        if (error) throw error;
      },
    };
  }
}
