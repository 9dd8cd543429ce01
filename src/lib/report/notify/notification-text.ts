import {formatAliasRef} from '../../model/function/ref.js';
import {formatWeightPercent} from '../../model/rollout/weight.js';
import type {Notification} from './notification.js';

/** One sentence for a person. */
export function notificationText(notification: Notification): string {
  const {reason, by, job} = notification;
  const who = by === undefined ? '' : ` By ${by}${job === undefined ? '' : ` (${job})`}.`;
  return `${formatAliasRef(notification)}: ${whatHappened(notification)}.${reason === undefined ? '' : ` ${ended(reason)}`}${who}`;
}

function whatHappened({transition, stable, candidate, weightPercent = 0, step, stepCount}: Notification): string {
  const where = step === undefined || stepCount === undefined ? '' : ` (step ${step} of ${stepCount})`;
  switch (transition) {
    case 'started':
      return `version ${candidate} begins to replace ${stable}, with ${formatWeightPercent(weightPercent)} of the traffic${where}`;
    case 'step':
      return `version ${candidate} has ${formatWeightPercent(weightPercent)} of the traffic${where}`;
    case 'held':
      return `the rollout of version ${candidate} waits for a person${where}`;
    case 'promoted':
      return `version ${candidate} has all traffic`;
    case 'takenBack':
      return `version ${candidate} was taken back, ${stable} has all traffic`;
    case 'takenOver':
      return `the rollout of version ${candidate} is in other hands, and nothing was touched`;
  }
}

function ended(reason: string): string {
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
