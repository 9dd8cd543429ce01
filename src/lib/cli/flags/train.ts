import {Flags} from '@oclif/core';
import {MOST_AT_ONCE} from '../../model/train/spec.js';
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

/** How many cars are under way at one time; said by a person it goes before the release file. */
export const parallelFlag = Flags.integer({
  summary: `Aliases of a wave under way at one time, ${MOST_AT_ONCE} at most; 1 releases one after the other.`,
  min: 1,
  max: MOST_AT_ONCE,
  helpValue: 'N',
  env: 'LAMBDA_RELEASE_PARALLEL',
});

/** `--environment eu,us`: the environments that a train goes through. */
export const environmentsFlag = Flags.string({
  summary: 'Environment of the release file: where it is, and what it says otherwise. Several, in their order: eu,us.',
  env: 'LAMBDA_RELEASE_ENVIRONMENT',
  helpValue: 'NAME',
  helpGroup: 'AWS',
});
