import {Flags} from '@oclif/core';
import {aliasArg} from './flags.js';

/** Which aliases are looked through for the cars of a train. */
export const carsArg = aliasArg({
  description: 'Aliases to look through: checkout:live. Those of the release file without any.',
  multiple: true,
});

/** Which train is meant, where the aliases are in several. */
export const trainFlag = Flags.string({
  summary: 'Id of the train; needed only where the aliases are in several.',
  helpValue: 'ID',
});
