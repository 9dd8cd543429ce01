import {Flags} from '@oclif/core';
import {MOST_WARM_CALLS} from '../../model/rollout/checks.js';

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
  warm: Flags.integer({
    summary:
      'Calls of the version at one time before it gets traffic, so that it has as many environments; 0 for none.',
    helpValue: 'NUMBER',
    helpGroup: 'CHECKS',
    min: 0,
    max: MOST_WARM_CALLS,
  }),
  'warm-event': Flags.string({
    summary: "JSON file with the event of these calls. Default: the first smoke test's.",
    helpValue: 'FILE',
    helpGroup: 'CHECKS',
  }),
  provisioned: Flags.integer({
    summary:
      'Environments that provisioned concurrency keeps ready of the version before it gets traffic; 0 for none. Default: as many as stable has of its own.',
    helpValue: 'NUMBER',
    helpGroup: 'CHECKS',
    min: 0,
  }),
  ...hookFlags,
};
