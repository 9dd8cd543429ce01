import {Flags} from '@oclif/core';

/** The events that a function is called with. */
export const eventInputFlags = ({summary}: {readonly summary: string}) => ({
  event: Flags.string({
    char: 'e',
    summary,
    description: 'Without it the event is an empty object.',
    helpValue: 'FILE',
  }),
  payload: Flags.string({
    char: 'p',
    summary: 'The event itself, as JSON.',
    helpValue: `'{"name": "Ada"}'`,
    exclusive: ['event'],
  }),
});
