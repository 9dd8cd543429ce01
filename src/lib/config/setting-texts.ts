import * as z from 'zod';
import {parseDurationMs} from '../model/duration.js';
import {ParseError} from '../model/parse-error.js';
import {parseSteps} from '../model/rollout/step.js';
import {parseWeightPercent} from '../model/rollout/weight.js';

/** Turns one of the model's parsers into a field whose problem carries the parser's own message and way out. */
function parsedText<T>(parse: (text: string) => T, meta: {description: string; examples: string[]}) {
  return z
    .string({error: ({input}) => (input === undefined ? 'Missing.' : `Must be text such as ${meta.examples[0]}.`)})
    .meta(meta)
    .transform((text, context) => {
      try {
        return parse(text);
      } catch (error) {
        if (!(error instanceof ParseError)) throw error;
        context.addIssue({code: 'custom', message: `${error.message} ${error.wayOut}`});
        return z.NEVER;
      }
    });
}

/** A duration such as `5m`, to milliseconds, within bounds in milliseconds. */
export function durationField(description: string, example: string, bounds: {minMs: number; maxMs: number}) {
  return parsedText(
    (text) => {
      const durationMs = parseDurationMs(text);
      if (durationMs < bounds.minMs || durationMs > bounds.maxMs) {
        throw new ParseError(`"${text}" is out of range.`, description);
      }
      return durationMs;
    },
    {description, examples: [example]},
  );
}

/** A share such as `1%`, to a fraction 0–1. The sign is required: a bare 0.01 could mean either. */
export function percentField(description: string, example: string, bounds: {min: number; max: number}) {
  return parsedText(
    (text) => {
      if (!text.trim().endsWith('%')) throw new ParseError(`"${text}" is not a share.`, `Write it as ${example}.`);
      const percent = parseWeightPercent(text);
      if (percent < bounds.min || percent > bounds.max) {
        throw new ParseError(`"${text}" is out of range.`, `Write a share from ${bounds.min}% to ${bounds.max}%.`);
      }
      return percent / 100;
    },
    {description, examples: [example]},
  );
}

/** Steps of a rollout, as the `--steps` flag takes them. */
export function stepsField(description: string) {
  return parsedText(parseSteps, {description, examples: ['5%:5m, 25%:5m, 50%:5m', 'canary-10-15m', 'linear-10-1m']});
}

/** A text of a fixed form; `wayOut` says which. */
export function patternField(pattern: RegExp, description: string, wayOut: string) {
  return z.string().regex(pattern, wayOut).meta({description});
}
