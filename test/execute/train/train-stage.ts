import {DEFAULT_SETTINGS} from '../../../src/lib/analysis/settings.js';
import type {PooledLook} from '../../../src/lib/execute/rollout/deps.js';
import type {RolloutOutcome} from '../../../src/lib/execute/rollout/outcome.js';
import {toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {runRollout} from '../../../src/lib/execute/rollout/rollout.js';
import type {TrainCar} from '../../../src/lib/execute/train/car.js';
import {runTrain, type TrainOutcome} from '../../../src/lib/execute/train/train.js';
import {TRAIN_DEFAULTS, type TrainSpec} from '../../../src/lib/model/train/spec.js';
import type {RolloutSpec} from '../../../src/lib/plan/rollout/plan.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';
import {aWorld, GOOD, Process, path, REF, type Script, START_MS} from '../rollout/rollout-world.js';

export const TRAIN_ID = 'tr41n0';

/** Aliases with a world each, on one clock, and the train that goes through them. */
export class TrainStage {
  readonly clock = new SimulatedClock(START_MS);
  readonly events = new EventRecorder();
  readonly controller = new AbortController();
  readonly processes: readonly Process[];
  readonly waves: readonly number[];
  readonly #begun: string[] = [];

  /** Cars of the waves, each by the traffic that `trafficOf` gives to its number, counted over all of them. */
  constructor(waves: readonly number[], trafficOf: (car: number) => Script = () => GOOD) {
    this.waves = waves;
    const count = waves.reduce((sum, cars) => sum + cars, 0);
    this.processes = Array.from({length: count}, (_, car) => new Process(aWorld(), this.clock, trafficOf(car)));
  }

  run(said: Partial<TrainSpec> = {}, spec: Partial<RolloutSpec> = {}): Promise<TrainOutcome<RolloutOutcome>> {
    let next = 0;
    const waves = this.waves.map((cars, index) => Array.from({length: cars}, () => this.#car(next++, index + 1, spec)));
    const plan = {
      trainId: TRAIN_ID,
      spec: {...TRAIN_DEFAULTS, bakeMs: 60_000, ...said},
      settings: DEFAULT_SETTINGS,
      waves,
    };
    return runTrain({clock: this.clock, events: this.events}, plan, this.controller.signal);
  }

  /** What each alias went through. */
  get paths(): readonly (readonly string[])[] {
    return this.processes.map(({world}) => path(world));
  }

  /** What each alias serves: `6`, or `6+7@5`. */
  get serves(): readonly string[] {
    return this.processes.map(({world}) => {
      const alias = world.newest(REF);
      const beside = alias?.candidate ? `+${alias.candidate.version}@${alias.candidate.weightPercent}` : '';
      return `${alias?.stable}${beside}`;
    });
  }

  get descriptions(): readonly (string | undefined)[] {
    return this.processes.map(({world}) => world.newest(REF)?.description);
  }

  #car(index: number, wave: number, spec: Partial<RolloutSpec>): TrainCar<RolloutOutcome> {
    const process = this.processes[index] as Process;
    const name = `car-${index}:live`;
    return {
      ref: REF,
      name,
      deps: process.deps,
      run: async (onLook: (look: PooledLook) => void, signal: AbortSignal) => {
        this.#begun.push(name);
        const plan = process.plan({...spec, train: {trainId: TRAIN_ID, wave}});
        const outcome = await runRollout({...process.deps, onLook}, plan, signal);
        const error = toRolloutError(outcome);
        if (error) throw error;
        return outcome;
      },
    };
  }
}
