import type {ReleaseEvent} from '../../ports/events.js';
import type {EventOrigin} from '../event-record.js';

/** What a rollout has come to, of which others are told. */
export type Transition = 'started' | 'step' | 'held' | 'promoted' | 'takenBack' | 'takenOver';

/** What is sent of one transition: schemas/notification.schema.json. */
export interface Notification {
  readonly schema: 'lambda-release/notification/1';
  /** The same for the same transition of the same rollout, whoever tells of it. */
  readonly id: string;
  readonly transition: Transition;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly functionName: string;
  readonly alias: string;
  readonly rolloutId: string;
  readonly stable: string;
  readonly candidate: string;
  /** Of the candidate's traffic now; absent where nobody can tell. */
  readonly weightPercent?: number;
  /** 1-based; absent when it has all traffic, or none any more. */
  readonly step?: number;
  readonly stepCount?: number;
  /** Why, with the counts. */
  readonly reason?: string;
  readonly account?: string;
  readonly region?: string;
  /** ARN of whoever drives the rollout, or has moved it by a command. */
  readonly by?: string;
  /** Address of the CI job. */
  readonly job?: string;
  readonly commit?: string;
  readonly host: string;
  readonly command: string;
  /** The version of this tool. */
  readonly tool: string;
}

/** A notification without who sends it. */
export type Told = Omit<Notification, keyof EventOrigin>;

/**
 * Tells transitions from events. It remembers why a way back was begun, for that is told when it has ended; what is no
 * transition of a rollout is `undefined`.
 */
export class Transitions {
  readonly #reasons = new Map<string, string>();

  of(timeMs: number, event: ReleaseEvent): Told | undefined {
    if (event.type === 'abort.started') this.#reasons.set(keyOf(event.ref), event.reason);
    const told = toldOf(event);
    if (!told || !('of' in event) || !event.of) return undefined;
    const {functionName, alias} = event.ref;
    const {rolloutId, stable, candidate, stepCount, moves} = event.of;
    const {transition, reason = this.#takeReason(event), ...rest} = told;
    const nth = (transition === 'step' || transition === 'held') && moves !== undefined ? `/${moves}` : '';
    return {
      schema: 'lambda-release/notification/1',
      id: `${rolloutId}/${transition}${nth}`,
      transition,
      time: new Date(timeMs).toISOString(),
      ...{functionName, alias, rolloutId, stable, candidate},
      ...rest,
      ...(stepCount !== undefined && {stepCount}),
      ...(reason !== undefined && {reason}),
    };
  }

  #takeReason(event: ReleaseEvent): string | undefined {
    if (event.type !== 'abort.finished') return undefined;
    const reason = this.#reasons.get(keyOf(event.ref));
    this.#reasons.delete(keyOf(event.ref));
    return reason;
  }
}

type Core = Pick<Notification, 'transition' | 'weightPercent' | 'step' | 'reason'>;

function toldOf(event: ReleaseEvent): Core | undefined {
  switch (event.type) {
    case 'traffic.shifted': {
      const {candidate, stepIndex, of} = event;
      // All traffic, on whichever side, is told by the events that say why.
      if (!candidate || stepIndex === undefined) return undefined;
      const transition = of?.moves === 1 ? 'started' : 'step';
      return {transition, weightPercent: candidate.weightPercent, step: stepIndex + 1};
    }
    case 'rollout.held':
      return {transition: 'held', reason: event.reason, ...(isStep(event) && {step: event.stepIndex + 1})};
    case 'rollout.promoted':
      return {transition: 'promoted', weightPercent: 100};
    case 'abort.finished':
      return {transition: 'takenBack', weightPercent: 0};
    case 'rollout.endedElsewhere':
      return endedElsewhere(event);
    default:
      return undefined;
  }
}

function endedElsewhere({how, message: reason}: Extract<ReleaseEvent, {type: 'rollout.endedElsewhere'}>): Core {
  switch (how) {
    case 'promoted':
      return {transition: 'promoted', weightPercent: 100, reason};
    case 'aborted':
    case 'lease':
      return {transition: 'takenBack', weightPercent: 0, reason};
    case 'takenOver':
      return {transition: 'takenOver', reason};
  }
}

/** While it is watched there is no step any more. */
function isStep({stepIndex, of}: Extract<ReleaseEvent, {type: 'rollout.held'}>): boolean {
  return of?.stepCount === undefined || stepIndex < of.stepCount;
}

function keyOf({functionName, alias}: {readonly functionName: string; readonly alias: string}): string {
  return `${functionName}:${alias}`;
}
