import {Flags} from '@oclif/core';
import type {ReleaseFile, RolloutSettings} from '../config/release-file.js';
import {INCONCLUSIVE_POLICIES, INTERRUPT_POLICIES} from '../config/release-file.js';
import {resolveSetting} from '../config/resolve-setting.js';
import {ROLLOUT_DEFAULTS, toAnalysisSettings} from '../config/rollout-defaults.js';
import type {RolloutSpec} from '../plan/rollout/plan.js';
import {type AnalysisFlagValues, analysisFlags, mergeAnalysis} from './analysis-flags.js';
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
    summary: 'What Ctrl-C and the end of the job do while traffic is split.',
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
};

/** For commands that begin a rollout. */
export const detachFlag = Flags.boolean({
  summary: 'Return after the first step has been reached; nothing goes on by itself.',
  description:
    'There is no server: a later job, or a person, goes on with "rollout resume", "rollout promote" or "rollout abort". Until ' +
    'then the traffic stays at the first step and nobody judges it.',
  env: 'LAMBDA_RELEASE_DETACH',
  helpGroup: 'ROLLOUT',
});

/** For commands that go on with a rollout: its steps and its watch are those it was begun with. */
export function resumeFlags() {
  const {steps: _steps, watch: _watch, ...flags} = rolloutFlags;
  return flags;
}

interface RolloutFlagValues extends AnalysisFlagValues {
  readonly steps?: RolloutSpec['steps'] | undefined;
  readonly watch?: number | undefined;
  readonly 'on-inconclusive'?: RolloutSpec['onInconclusive'] | undefined;
  readonly 'on-interrupt'?: RolloutSpec['onInterrupt'] | undefined;
  readonly 'promote-early'?: boolean | undefined;
  readonly wait?: number | undefined;
  readonly detach?: boolean | undefined;
}

/** How to roll out, without saying what: flags before the release file before the defaults. Throws UsageError. */
export function toRolloutPolicy(
  flags: RolloutFlagValues,
  file: ReleaseFile | undefined,
): Omit<RolloutSpec, 'ref' | 'candidate' | 'createAlias'> {
  const settings: Partial<RolloutSettings> = file?.rollout ?? {};
  const {steps, watchMs, onInconclusive, onInterrupt, promoteEarly} = ROLLOUT_DEFAULTS;
  return {
    steps: resolveSetting({flag: flags.steps, file: settings.steps}, steps).value,
    watchMs: resolveSetting({flag: flags.watch, file: settings.watchMs}, watchMs).value,
    onInconclusive: resolveSetting({flag: flags['on-inconclusive'], file: settings.onInconclusive}, onInconclusive)
      .value,
    onInterrupt: resolveSetting({flag: flags['on-interrupt'], file: settings.onInterrupt}, onInterrupt).value,
    promoteEarly: resolveSetting({flag: flags['promote-early'], file: settings.promoteEarly}, promoteEarly).value,
    detach: flags.detach ?? false,
    ...(flags.wait !== undefined && {waitMs: flags.wait}),
    settings: toAnalysisSettings(mergeAnalysis(flags, settings.analysis ?? {})),
  };
}

/** The alias of a function: what was named with it, else the release file's, else `live`. */
export function aliasOf(named: string | undefined, file: ReleaseFile | undefined): string {
  return resolveSetting({flag: named, file: file?.rollout.alias}, ROLLOUT_DEFAULTS.alias).value;
}
