import {type Once, tickOnce} from '../execute/rollout/once.js';
import type {TickInput} from '../plan/engine/execution-input.js';
import {createTellers, originOfTick} from './tellers.js';
import {type TickAnswer, toTickAnswer} from './tick-answer.js';
import type {TickPorts} from './wiring.js';

interface LambdaContext {
  readonly invokedFunctionArn: string;
  getRemainingTimeInMillis(): number;
}

/** What is left of an invocation for the answer, when a tick has to be ended. */
const RESERVE_MS = 10_000;

interface About {
  readonly ports: TickPorts;
  /** The version of lambda-release, which records name. */
  readonly tool: string;
  /** Takes a line of the function's own log. */
  readonly log: (line: string) => void;
}

/**
 * The tick function: one look at one rollout, by the same pass as every other driver, and what the state machine is to do
 * next. It never begins a rollout, and works on the one it is named alone. Throws when it is asked what makes no sense; the
 * machine then gives the traffic back.
 */
export function createHandler(about: About) {
  return (event: unknown, context: LambdaContext): Promise<TickAnswer> => tick(about, event, context);
}

async function tick({ports, tool, log}: About, event: unknown, context: LambdaContext): Promise<TickAnswer> {
  const input = toTickInput(event);
  const {functionName, alias, rolloutId, stable, candidate, restored, ...asked} = input;
  const ref = {functionName, alias};
  const claim = {rolloutId, stable, candidate, description: restored};
  const {settings, onInconclusive, promoteEarly, blindSinceMs, tells} = asked;
  const ending = new AbortController();
  const timer = setTimeout(
    () => ending.abort(new Error('The tick took too long.')),
    Math.max(1_000, context.getRemainingTimeInMillis() - RESERVE_MS),
  );
  const origin = originOfTick(context.invokedFunctionArn, tool);
  const tellers = createTellers({...ports, tells, origin, log});
  try {
    const policy = {settings, onInconclusive, promoteEarly, acceptSettings: false};
    const deps = {...ports, events: tellers.events};
    const once: Once = await tickOnce(deps, {ref, claim, ...policy}, ending.signal);
    return toTickAnswer(once, {nowMs: ports.clock.now(), blindSinceMs});
  } finally {
    clearTimeout(timer);
    await tellers.close();
  }
}

const TEXTS = ['functionName', 'alias', 'rolloutId', 'stable', 'candidate', 'restored', 'onInconclusive'] as const;

function toTickInput(event: unknown): TickInput {
  const members: Readonly<Record<string, unknown>> = Object(event);
  const isWhole =
    TEXTS.every((name) => typeof members[name] === 'string') &&
    typeof members.settings === 'object' &&
    members.settings !== null &&
    typeof members.promoteEarly === 'boolean' &&
    typeof members.blindSinceMs === 'number' &&
    typeof members.tells === 'object' &&
    members.tells !== null;
  if (isWhole) return members as unknown as TickInput;
  throw new TypeError('This is the tick function of lambda-release: its state machine calls it, with a rollout.');
}
