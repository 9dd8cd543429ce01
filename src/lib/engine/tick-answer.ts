import type {Once} from '../execute/rollout/once.js';
import {formatDuration} from '../model/duration.js';
import {messageOf} from '../model/text/message-of.js';

/** What the tick function answers, in the words of the state machine's choice. */
export type TickAnswer =
  /** It goes on, and is to be looked at again. `why` it waits although it has baked. */
  | {readonly next: 'wait'; readonly waitSeconds: number; readonly blindSinceMs: number; readonly why?: string}
  | {readonly next: 'promoted'}
  | {readonly next: 'takenBack'; readonly why: string}
  /** In other hands, which the machine proves by reading. */
  | {readonly next: 'over'; readonly why: string}
  /** Stable has to get everything, and the tick could not do it, or nobody can judge any more. */
  | {readonly next: 'back'; readonly why: string};

/** Without metrics nobody knows what the candidate does; that long it may go on. */
const BLIND_MS = 300_000;
const LOOK_SECONDS = 20;
/** A person decides, and says so whenever he likes. */
const HELD_SECONDS = 60;

interface Between {
  readonly nowMs: number;
  /** Of the tick before: since when nothing could be read, or 0. */
  readonly blindSinceMs: number;
}

/** What one tick came to, for the machine that called it: `over` and `back` make it read the alias itself. */
export function toTickAnswer(once: Once, {nowMs, blindSinceMs}: Between): TickAnswer {
  switch (once.kind) {
    case 'waits':
    case 'moved':
    case 'raced':
      return {...again((once.againMs - nowMs) / 1000), ...(once.reason !== undefined && {why: once.reason})};
    case 'ended':
      return toEndAnswer(once.outcome);
    case 'promotedElsewhere':
      return {next: 'promoted'};
    case 'abortedElsewhere':
      return {next: 'takenBack', why: 'another process gave it back'};
    case 'leaseRan':
      return {next: 'takenBack', why: 'its lease ran out, since nobody renewed it'};
    case 'nothing':
    case 'orphaned':
      return {next: 'over', why: 'reason' in once ? once.reason : 'the alias carries no rollout'};
    case 'interrupted':
      return again(1);
    case 'refused':
    case 'unread': {
      const why = once.kind === 'refused' ? once.refusals[0].message : messageOf(once.error);
      const sinceMs = blindSinceMs === 0 ? nowMs : blindSinceMs;
      if (nowMs - sinceMs < BLIND_MS) return {...again(LOOK_SECONDS), blindSinceMs: sinceMs, why};
      return {next: 'back', why: `nothing could be judged for ${formatDuration(BLIND_MS)}: ${why}`};
    }
  }
}

function toEndAnswer(outcome: Extract<Once, {kind: 'ended'}>['outcome']): TickAnswer {
  switch (outcome.kind) {
    case 'promoted':
      return {next: 'promoted'};
    case 'rolledBack':
      return {next: 'takenBack', why: outcome.cause.message};
    case 'held':
      return {...again(HELD_SECONDS), why: outcome.cause.message};
    case 'notRestored':
      return {next: 'back', why: outcome.cause.message};
    case 'interrupted':
      return again(1);
    default:
      return {next: 'over', why: 'reason' in outcome && outcome.reason !== undefined ? outcome.reason : outcome.kind};
  }
}

function again(seconds: number): Extract<TickAnswer, {next: 'wait'}> {
  return {next: 'wait', waitSeconds: Math.max(1, Math.ceil(seconds)), blindSinceMs: 0};
}
