import {Flags} from '@oclif/core';

/** Hooks of a rollout; what they leave out comes from the release file. */
export const hookFlags = {
  'before-shift': Flags.string({
    summary: 'Command to run before every move below 100 %; its failure stops the rollout.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'after-step': Flags.string({
    summary: 'Command to run after every step that passed; its failure takes the version back.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'before-promote': Flags.string({
    summary: 'Command to run before all traffic moves; its failure takes the version back.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'after-rollback': Flags.string({
    summary: 'Command to run once stable has all traffic again; its failure is only told.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
};

/** Hooks, and smoke tests before the first move. */
export const checkFlags = {
  smoke: Flags.string({
    summary:
      'JSON file with an event that the version has to answer before it gets traffic. May be given several times.',
    helpValue: 'FILE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'CHECKS',
  }),
  ...hookFlags,
};
