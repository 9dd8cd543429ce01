import {Flags} from '@oclif/core';
import {ParseError} from '../../model/parse-error.js';
import {durationFlag} from './flags.js';

/** A point in time, ISO 8601 with its zone, as epoch milliseconds. */
const timeFlag = Flags.custom<number>({
  helpValue: '2026-01-01T12:00:00Z',
  parse: async (text) => {
    const ms = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(ms))
      throw new ParseError(`"${text}" is not a time.`, 'Write it with its zone: 2026-01-01T12:00:00Z.');
    return ms;
  },
});

/** A window of the past. */
export const windowFlags = {
  last: durationFlag({summary: 'Up to now, this long; 3h when nothing is said.', exclusive: ['from', 'to']}),
  from: timeFlag({summary: 'Where the window begins.'}),
  to: timeFlag({summary: 'Where it ends; now when left out.', dependsOn: ['from']}),
};
