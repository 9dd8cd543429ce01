import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';

/** A lease that has run at an alias, as it was seen. */
export interface EngineCheckReport extends AliasRef {
  /** ARN of the role it ran by. */
  readonly role: string;
  /** When it was due, and when it was first seen that it had run; epoch milliseconds. */
  readonly dueMs: number;
  readonly seenMs: number;
}

/** The same for people. */
export function engineCheckText({role, dueMs, seenMs, ...ref}: EngineCheckReport): string {
  const seconds = Math.max(0, Math.round((seenMs - dueMs) / 1000));
  return (
    `AWS gives traffic back by a lease: ${formatAliasRef(ref)} was on stable again ${seconds} s after its lease was due, and is ` +
    `as it was before.\nRollouts can be leased by ${role}.`
  );
}
