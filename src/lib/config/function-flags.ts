import * as z from 'zod';
import {UsageError} from '../errors.js';
import {formatDuration} from '../model/duration.js';
import {functionSchema} from './function-schema.js';

/** Flags whose values the release file knows under the same names. */
export interface CheckedFlags {
  readonly handler?: string | undefined;
  readonly image?: string | undefined;
  readonly runtime?: string | undefined;
  readonly role?: string | undefined;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

const {handler, image, runtime, role, timeout, environment} = functionSchema.shape;
const checked = z.object({handler, image, runtime, role, timeout, environment}).partial();
const FLAG_OF: Readonly<Record<string, string>> = {environment: 'env'};

/** Throws UsageError (exit 2) for flags that the release file would not take either, all of them at once. */
export function assertFunctionFlags(flags: CheckedFlags): void {
  const {error} = checked.safeParse({
    ...flags,
    timeout: flags.timeout === undefined ? undefined : formatDuration(flags.timeout),
  });
  if (!error) return;
  // Values are not repeated: one of an --env may be a secret.
  const problems = error.issues.map(({path: [setting = '', name], message, ...issue}) => {
    const reasons =
      'issues' in issue && Array.isArray(issue.issues) ? issue.issues.map((each) => each.message) : [message];
    const flag = `--${FLAG_OF[String(setting)] ?? String(setting)}`;
    // What has other characters than a name was not meant as one, and may be a part of a secret.
    const told = name !== undefined && /^\w+$/.test(String(name)) ? ` ${String(name)}` : '';
    return `${flag}${told}: ${reasons.join(' ')}`;
  });
  throw new UsageError(problems.join('\n'), {code: 'FLAG_INVALID', suggestions: [], details: {problems}});
}
