import type {Interfaces} from '@oclif/core';
import {UsageError} from '../errors.js';

const WORDS = /^(1|true|y|yes|0|false|n|no|)$/i;

/**
 * Throws UsageError (exit 2) for a variable of a yes-or-no flag with another word: the parser takes every word it does not know
 * for "no", and LAMBDA_RELEASE_DRY_RUN=on would move traffic.
 */
export function assertBooleanVariables(
  flags: Interfaces.FlagInput,
  environment: {readonly [name: string]: string | undefined},
): void {
  for (const flag of Object.values(flags)) {
    if (flag.type !== 'boolean' || flag.env === undefined) continue;
    const value = environment[flag.env];
    if (value === undefined || WORDS.test(value)) continue;
    throw new UsageError(`${flag.env}="${value}" is neither yes nor no.`, {
      code: 'VARIABLE_INVALID',
      suggestions: [`Write ${flag.env}=1 or ${flag.env}=0.`],
      details: {variable: flag.env, value},
    });
  }
}
