import {trySize} from '../../../src/lib/execute/tune/try-size.js';
import {withCopy} from '../../../src/lib/execute/tune/with-copy.js';
import {copyDescription} from '../../../src/lib/model/tune/copy.js';
import type {TriedSize} from '../../../src/lib/model/tune/tried-size.js';
import {copyToCreate, planTune} from '../../../src/lib/plan/tune/plan.js';
import type {CopiesPort} from '../../../src/lib/ports/lambda/copies.js';
import type {FunctionsPort} from '../../../src/lib/ports/lambda/functions.js';
import type {InvokeAnswer, InvokePort} from '../../../src/lib/ports/lambda/invoke.js';
import {aFunction} from '../../fakes/a-function.js';
import {CallGate} from '../../fakes/call-gate.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';

const VERSION = aFunction({version: '7', memoryMb: 512, timeoutSeconds: 3, environment: {TOKEN: 'secret'}});
export const PLAN = planTune(VERSION, {memoryMb: [128, 256], calls: 5, parallel: 1});
export const DESCRIPTION = copyDescription('checkout', 'run-1');

/** What there is of a copy: nothing at first. Its ports share a gate. */
export class TuneWorld {
  readonly clock = new FakeClock();
  readonly gate = new CallGate();
  readonly events = new EventRecorder();
  /** What a call with that memory comes to; by itself it takes longer the less there is. */
  answer: (memoryMb: number) => Partial<InvokeAnswer> = () => ({});
  #functions = new FakeFunctions(this.clock);
  #warm: number | undefined;

  async copy() {
    const there = await this.#functions.getFunction('copy');
    return there && {memoryMb: there.memoryMb, description: there.description};
  }

  /** Another run's, under the same name. */
  async makeAnothers(): Promise<void> {
    await this.#functions.createFunction(copyToCreate(PLAN, copyDescription('checkout', 'another'), CODE));
  }

  /** This run's, whose creation was begun and not answered. */
  async makeOurs(): Promise<void> {
    await this.#functions.createFunction(copyToCreate(PLAN, DESCRIPTION, CODE));
  }

  run(signal: AbortSignal = new AbortController().signal): Promise<readonly TriedSize[]> {
    const deps = {...this.#ports(), clock: this.clock, events: this.events};
    const tryAll = async () => {
      const sizes: TriedSize[] = [];
      for (const memoryMb of PLAN.memoryMb) {
        sizes.push(await trySize(deps, {plan: PLAN, memoryMb, payloads: ['{"n":1}', '{"n":2}']}, signal));
      }
      return sizes;
    };
    const copy = {...copyToCreate(PLAN, DESCRIPTION, CODE), description: DESCRIPTION};
    return withCopy(deps, copy, tryAll, signal);
  }

  #ports(): {readonly functions: FunctionsPort; readonly copies: CopiesPort; readonly invoke: InvokePort} {
    const through = async <Value>(call: string, signal: AbortSignal | undefined, effect: () => Promise<Value>) => {
      let done: Promise<Value> | undefined;
      await this.gate.pass(call, signal, () => {
        done = effect();
        // Where the answer is lost nobody asks what became of it.
        done.catch(() => undefined);
      });
      return done as Promise<Value>;
    };
    const rest: FunctionsPort = this.#functions;
    const functions = {
      ...rest,
      getFunction: (name: string, qualifier?: string, signal?: AbortSignal) =>
        through('getFunction', signal, () => this.#functions.getFunction(name, qualifier)),
      pollFunction: (name: string, qualifier?: string, signal?: AbortSignal) =>
        through('pollFunction', signal, () => this.#functions.getFunction(name, qualifier)),
      createFunction: (input, signal) => through('createFunction', signal, () => this.#functions.createFunction(input)),
      updateConfiguration: (input, signal) =>
        through('updateConfiguration', signal, () => this.#functions.updateConfiguration(input)),
    } as FunctionsPort;
    const copies: CopiesPort = {
      deleteCopy: (_name, signal) =>
        this.gate.pass('deleteCopy', signal, () => {
          this.#functions = new FakeFunctions(this.clock);
          return true;
        }),
    };
    const invoke: InvokePort = {invoke: (_request, signal) => through('invoke', signal, () => this.#answer())};
    return {functions, copies, invoke};
  }

  async #answer(): Promise<InvokeAnswer> {
    const {memoryMb = 0} = (await this.copy()) ?? {};
    const init = this.#warm === memoryMb ? '' : '\tInit Duration: 150.00 ms';
    this.#warm = memoryMb;
    const ms = 12_800 / memoryMb;
    const logTail = `REPORT RequestId: r\tDuration: ${ms}.00 ms\tBilled Duration: ${ms} ms\tMemory Size: ${memoryMb} MB\tMax Memory Used: 60 MB${init}`;
    return {payload: '{}', logTail, ...this.answer(memoryMb)};
  }
}

const CODE = {kind: 'inline', zip: new Uint8Array([1])} as const;
