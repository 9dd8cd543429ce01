import type {AwsCall} from './error/aws-call.js';
import {unreadableAnswer} from './error/mapping.js';

/** A field every AWS answer of this kind has. Without it something else has answered. Throws AwsError NOT_AN_AWS_ENDPOINT. */
export function required<T>(value: T | null | undefined, field: string, call: AwsCall): T {
  if (value === undefined || value === null) {
    throw unreadableAnswer(call, `the answer has no ${field}.`);
  }
  return value;
}
