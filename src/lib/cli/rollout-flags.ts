import {Flags} from '@oclif/core';
import type {AnalysisOverrides, ReleaseFile, RolloutSettings} from '../config/release-file.js';
import {INCONCLUSIVE_POLICIES, INTERRUPT_POLICIES} from '../config/release-file.js';
import {resolveSetting} from '../config/resolve-setting.js';
import {ROLLOUT_DEFAULTS, toAnalysisSettings} from '../config/rollout-defaults.js';
import {UsageError} from '../errors.js';
import {parseWeightPercent} from '../model/weight.js';
import type {RolloutSpec} from '../plan/rollout-plan.js';
import {durationFlag, stepsFlag} from './flags.js';

const percentFlag = Flags.custom<number>({
  helpValue: 'PERCENT',
  parse: async (text) => parseWeightPercent(text),
});

/** Flags of commands that begin a rollout; what they leave out comes from the release file, then from the defaults. */
export const rolloutFlags = {
  steps: stepsFlag({helpGroup: 'ROLLOUT'}),
  watch: durationFlag({
    summary: 'How long to keep judging after 100 %; 0s does not watch.',
    env: 'LAMBDA_RELEASE_WATCH',
    helpGroup: 'ROLLOUT',
  }),
  alpha: percentFlag({
    summary: 'At most this share of rollouts of a tolerable version is ever rolled back.',
    env: 'LAMBDA_RELEASE_ALPHA',
    helpGroup: 'ROLLOUT',
  }),
  'tolerate-ratio': Flags.string({
    summary: 'Tolerated multiple of the error rate of stable.',
    env: 'LAMBDA_RELEASE_TOLERATE_RATIO',
    helpValue: '1.25',
    helpGroup: 'ROLLOUT',
  }),
  'tolerate-plus': percentFlag({
    summary: 'Tolerated on top of it, in percentage points.',
    env: 'LAMBDA_RELEASE_TOLERATE_PLUS',
    helpGroup: 'ROLLOUT',
  }),
  'min-invocations': Flags.integer({
    summary: 'Candidate invocations a step needs before it may pass.',
    env: 'LAMBDA_RELEASE_MIN_INVOCATIONS',
    min: 1,
    helpGroup: 'ROLLOUT',
  }),
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
};

interface RolloutFlagValues {
  readonly steps?: RolloutSpec['steps'] | undefined;
  readonly watch?: number | undefined;
  readonly alpha?: number | undefined;
  readonly 'tolerate-ratio'?: string | undefined;
  readonly 'tolerate-plus'?: number | undefined;
  readonly 'min-invocations'?: number | undefined;
  readonly 'on-inconclusive'?: RolloutSpec['onInconclusive'] | undefined;
  readonly 'on-interrupt'?: RolloutSpec['onInterrupt'] | undefined;
}

/** How to roll out, without saying what: flags before the release file before the defaults. Throws UsageError. */
export function toRolloutPolicy(
  flags: RolloutFlagValues,
  file: ReleaseFile | undefined,
): Omit<RolloutSpec, 'ref' | 'candidate' | 'createAlias'> {
  const settings: Partial<RolloutSettings> = file?.rollout ?? {};
  const {steps, watchMs, onInconclusive, onInterrupt} = ROLLOUT_DEFAULTS;
  return {
    steps: resolveSetting({flag: flags.steps, file: settings.steps}, steps).value,
    watchMs: resolveSetting({flag: flags.watch, file: settings.watchMs}, watchMs).value,
    onInconclusive: resolveSetting({flag: flags['on-inconclusive'], file: settings.onInconclusive}, onInconclusive)
      .value,
    onInterrupt: resolveSetting({flag: flags['on-interrupt'], file: settings.onInterrupt}, onInterrupt).value,
    settings: toAnalysisSettings(toOverrides(flags, settings.analysis ?? {})),
  };
}

/** The alias of a function: what was named with it, else the release file's, else `live`. */
export function aliasOf(named: string | undefined, file: ReleaseFile | undefined): string {
  return resolveSetting({flag: named, file: file?.rollout.alias}, ROLLOUT_DEFAULTS.alias).value;
}

function toOverrides(flags: RolloutFlagValues, file: AnalysisOverrides): AnalysisOverrides {
  const {alpha, 'tolerate-ratio': ratio, 'tolerate-plus': plus, 'min-invocations': minInvocations} = flags;
  return {
    ...file,
    ...(alpha !== undefined && {alpha: parseAlpha(alpha)}),
    tolerate: {
      ...file.tolerate,
      ...(ratio !== undefined && {ratio: parseRatio(ratio)}),
      ...(plus !== undefined && {plus: plus / 100}),
    },
    ...(minInvocations !== undefined && {minInvocations}),
  };
}

// The same bounds as in the release file.
function parseAlpha(percent: number): number {
  if (percent >= 0.01 && percent <= 20) return percent / 100;
  throw new UsageError(`--alpha ${percent}% is out of bounds.`, {
    code: 'ALPHA_OUT_OF_BOUNDS',
    suggestions: ['Give a share from 0.01% to 20%; 1% is the default.'],
  });
}

function parseRatio(text: string): number {
  const ratio = Number(text);
  if (ratio >= 1 && ratio <= 100) return ratio;
  throw new UsageError(`--tolerate-ratio ${text} is no ratio.`, {
    code: 'RATIO_OUT_OF_BOUNDS',
    suggestions: ['Give a number from 1 to 100; 1.25 tolerates a quarter more errors than stable has.'],
  });
}
