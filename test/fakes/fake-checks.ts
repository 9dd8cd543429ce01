import type {CommandEnd, CommandRequest, CommandsPort} from '../../src/lib/ports/commands.js';
import type {InvokeAnswer, InvokePort, InvokeRequest} from '../../src/lib/ports/lambda/invoke.js';
import type {CallGate} from './call-gate.js';

/** Functions that answer every event alike: with `answer`. */
export class FakeInvoke implements InvokePort {
  answer: InvokeAnswer = {payload: '{"statusCode":200}', logTail: ''};
  readonly requests: InvokeRequest[] = [];
  readonly #gate: CallGate;

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  invoke(request: InvokeRequest, signal?: AbortSignal): Promise<InvokeAnswer> {
    return this.#gate.pass('invoke', signal, () => {
      this.requests.push(request);
      return this.answer;
    });
  }
}

/** Commands that print themselves and end as `exitCodes` says, with 0 otherwise. */
export class FakeCommands implements CommandsPort {
  readonly exitCodes = new Map<string, number>();
  readonly requests: CommandRequest[] = [];
  readonly #gate: CallGate;

  constructor(gate: CallGate) {
    this.#gate = gate;
  }

  run(request: CommandRequest, signal?: AbortSignal): Promise<CommandEnd> {
    return this.#gate.pass('command', signal, () => {
      this.requests.push(request);
      request.onLine(request.command);
      return {exitCode: this.exitCodes.get(request.command) ?? 0, timedOut: false};
    });
  }
}
