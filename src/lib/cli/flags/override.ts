import {Flags} from '@oclif/core';

/** For commands that move something forward by the rules of a release file. */
export const overrideFlag = Flags.string({
  summary: 'Go against a freeze or a blocker of the release file, and say why.',
  description:
    'The reason goes into the record, and into the note of a version that is published by this. No variable sets it: whoever wants it has read what is in the way.',
  helpValue: 'REASON',
});
