import {Flags} from '@oclif/core';
import {ENGINES, INCONCLUSIVE_POLICIES, INTERRUPT_POLICIES} from '../../config/release-file.js';
import {analysisFlags} from './analysis.js';
import {durationFlag, stepsFlag} from './flags.js';

/** How long this process goes on; the rollout stays in the alias for the next one. */
const waitFlag = durationFlag({
  summary: 'How long to work on it; then end with 7 and leave the rollout where it is.',
  env: 'LAMBDA_RELEASE_WAIT',
  helpGroup: 'ROLLOUT',
});

/** Flags of commands that begin a rollout; what they leave out comes from the release file, then from the defaults. */
export const rolloutFlags = {
  steps: stepsFlag({helpGroup: 'ROLLOUT'}),
  watch: durationFlag({
    summary: 'How long to keep judging after 100 %; 0s does not watch.',
    env: 'LAMBDA_RELEASE_WATCH',
    helpGroup: 'ROLLOUT',
  }),
  ...analysisFlags,
  'on-inconclusive': Flags.option({
    summary: 'When a step has baked and there is too little data to judge.',
    options: INCONCLUSIVE_POLICIES,
    env: 'LAMBDA_RELEASE_ON_INCONCLUSIVE',
    helpGroup: 'ROLLOUT',
  })(),
  'on-interrupt': Flags.option({
    summary: 'What Ctrl-C, the end of the job and credentials about to end do while traffic is split.',
    options: INTERRUPT_POLICIES,
    env: 'LAMBDA_RELEASE_ON_INTERRUPT',
    helpGroup: 'ROLLOUT',
  })(),
  'promote-early': Flags.boolean({
    summary: 'End a bake as soon as an unacceptable version is excluded, after three minutes at the earliest.',
    env: 'LAMBDA_RELEASE_PROMOTE_EARLY',
    allowNo: true,
    helpGroup: 'ROLLOUT',
  }),
  wait: waitFlag,
  lease: Flags.string({
    summary: 'Role (ARN) by which AWS gives stable all traffic when nobody works on the rollout any more.',
    description:
      'A schedule of EventBridge Scheduler stands ready, is renewed while the rollout is worked on, and taken away at its end. ' +
      'How long it is, says the release file: rollout.lease.length; five minutes otherwise.',
    env: 'LAMBDA_RELEASE_LEASE',
    helpValue: 'ROLE',
    helpGroup: 'ROLLOUT',
  }),
};

/** For commands that begin a rollout. */
export const retryFlag = Flags.boolean({
  summary: 'Release it although the same code, configuration and layers were convicted and taken back before.',
  description: 'The alias or the record remembers that. No variable sets it: whoever wants it has read why.',
  helpGroup: 'ROLLOUT',
});

/** For commands that begin a rollout. */
export const detachFlag = Flags.boolean({
  summary: 'Return after the first step has been reached; without an engine nothing goes on by itself.',
  description:
    'There is no server: unless --engine says what does, a later job, or a person, goes on with "rollout resume", "rollout promote" or "rollout abort". Until ' +
    'then the traffic stays at the first step and nobody judges it.',
  env: 'LAMBDA_RELEASE_DETACH',
  helpGroup: 'ROLLOUT',
});

/** For commands that begin a rollout. */
export const engineFlag = Flags.option({
  summary: 'Who drives the rollout: this process, or AWS Step Functions once the engine is installed.',
  description:
    'With step-functions this command makes the first move, starts an execution that does the rest, and follows it; Ctrl-C, or ' +
    'the end of the job, then ends only that. With --detach it returns at once.',
  options: ENGINES,
  env: 'LAMBDA_RELEASE_ENGINE',
  helpGroup: 'ROLLOUT',
})();

/** For commands that go on with a rollout: its steps and its watch are those it was begun with. */
export function resumeFlags() {
  const {steps: _steps, watch: _watch, ...flags} = rolloutFlags;
  return flags;
}
