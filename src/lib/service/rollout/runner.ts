import {randomInt} from 'node:crypto';

const DIGITS = 4;

/** A new name for this process in the marker of a rollout: four base-36 digits at random. */
export function newRunner(): string {
  return randomInt(36 ** DIGITS)
    .toString(36)
    .padStart(DIGITS, '0');
}
