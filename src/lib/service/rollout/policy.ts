import type {Engine, ReleaseFile, RolloutSettings} from '../../config/release-file.js';
import {resolveSetting} from '../../config/resolve-setting.js';
import {ROLLOUT_DEFAULTS, toAnalysisSettings} from '../../config/rollout-defaults.js';
import {UsageError} from '../../errors.js';
import type {AliasRef} from '../../model/function/ref.js';
import type {Tells} from '../../model/rollout/execution.js';
import {LEAST_LEASE_MS, type LeaseTerms} from '../../model/rollout/lease.js';
import type {RolloutSpec} from '../../plan/rollout/plan.js';
import type {StatedPolicy} from '../../plan/tick/kept-policy.js';
import {type AnalysisOptions, mergeAnalysis, saysHowToJudge} from './analysis-options.js';
import {type CheckOptions, readRolloutChecks} from './checks.js';

/** What a person says of how to roll out, by the names of the options; absent is `undefined`. */
export interface RolloutOptions extends AnalysisOptions {
  readonly steps?: RolloutSpec['steps'] | undefined;
  readonly watch?: number | undefined;
  readonly 'on-inconclusive'?: RolloutSpec['onInconclusive'] | undefined;
  readonly 'on-interrupt'?: RolloutSpec['onInterrupt'] | undefined;
  readonly 'promote-early'?: boolean | undefined;
  readonly wait?: number | undefined;
  readonly detach?: boolean | undefined;
  readonly provisioned?: number | undefined;
  readonly engine?: Engine | undefined;
  /** Log group of the record. */
  readonly record?: string | undefined;
  /** ARN of a role. */
  readonly lease?: string | undefined;
}

/** How to roll out, whatever it is. */
export type ReleasePolicy = Omit<RolloutSpec, 'ref' | 'candidate' | 'createAlias'> & {
  /** Nobody has named the steps, so that others may be taken where these cannot end. */
  readonly byDefault?: true;
  /** What of it was said, rather than taken from the defaults. */
  readonly stated: StatedPolicy;
};

/** How to roll out, without saying what: options before the release file before the defaults. Throws UsageError. */
export function toRolloutPolicy(options: RolloutOptions, file: ReleaseFile | undefined): ReleasePolicy {
  const settings: Partial<RolloutSettings> = file?.rollout ?? {};
  const {steps, watchMs, onInconclusive, onInterrupt, promoteEarly} = ROLLOUT_DEFAULTS;
  const {value: engine} = resolveSetting({flag: options.engine, file: settings.engine}, ROLLOUT_DEFAULTS.engine);
  const provisioned = options.provisioned ?? settings.provisioned;
  return {
    steps: resolveSetting({flag: options.steps, file: settings.steps}, steps).value,
    ...(options.steps === undefined && settings.steps === undefined && {byDefault: true as const}),
    watchMs: resolveSetting({flag: options.watch, file: settings.watchMs}, watchMs).value,
    onInconclusive: resolveSetting({flag: options['on-inconclusive'], file: settings.onInconclusive}, onInconclusive)
      .value,
    onInterrupt: resolveSetting({flag: options['on-interrupt'], file: settings.onInterrupt}, onInterrupt).value,
    promoteEarly: resolveSetting({flag: options['promote-early'], file: settings.promoteEarly}, promoteEarly).value,
    detach: options.detach ?? false,
    ...(options.wait !== undefined && {waitMs: options.wait}),
    ...(provisioned !== undefined && {provisioned}),
    ...leaseOf({...options, engine}, settings),
    ...(engine !== 'process' && {engine, tells: tellsOf(options, file)}),
    settings: toAnalysisSettings(mergeAnalysis(options, settings.analysis ?? {})),
    stated: statedOf(options, settings),
  };
}

/** Whom a driver tells that has neither our flags nor our file; the address of a webhook is a variable of this process. */
function tellsOf({record}: RolloutOptions, file: ReleaseFile | undefined): Tells {
  const logGroup = record ?? file?.record?.logGroup;
  const eventBus = file?.notify?.eventBus;
  return {...(logGroup !== undefined && {logGroup}), ...(eventBus !== undefined && {eventBus})};
}

/** Asked for by a role; a length alone is no wish for one. Throws UsageError. */
function leaseOf(
  {lease: flag, detach, engine}: RolloutOptions,
  {lease = {}}: Partial<RolloutSettings>,
): {readonly lease?: LeaseTerms} {
  const role = roleOf({lease: flag}, {lease});
  if (role === undefined) return {};
  if (detach && engine === 'process' && lease.lengthMs === undefined) {
    throw new UsageError('With --detach nobody renews the lease until somebody goes on: say how long it is to be.', {
      code: 'LEASE_LENGTH_MISSING',
      suggestions: [
        'In the release file, at least three intervals of the cron that goes on: rollout: {lease: {length: 30m}}',
      ],
    });
  }
  return {lease: {role, lengthMs: lease.lengthMs ?? LEAST_LEASE_MS, required: lease.required ?? true}};
}

/** The role of leases, by flag or by file. Throws UsageError when it is no ARN. */
export function roleOf(
  {lease: flag}: Pick<RolloutOptions, 'lease'>,
  {lease = {}}: Pick<RolloutSettings, 'lease'> = {},
): string | undefined {
  const role = flag ?? lease.role;
  if (role !== undefined && !/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(role)) {
    throw new UsageError(`--lease ${role} is no ARN of a role.`, {
      code: 'LEASE_ROLE_INVALID',
      suggestions: ['Write the whole ARN: --lease arn:aws:iam::123456789012:role/lambda-release-lease'],
    });
  }
  return role;
}

function statedOf(options: RolloutOptions, {analysis = {}}: Partial<RolloutSettings>): StatedPolicy {
  const {'on-inconclusive': onInconclusive, 'promote-early': promoteEarly} = options;
  const inFile = Object.keys(analysis).length > 0 ? 'file' : undefined;
  const settings = saysHowToJudge(options) ? 'flags' : inFile;
  return {
    ...(settings && {settings}),
    ...(onInconclusive !== undefined && {onInconclusive}),
    ...(promoteEarly !== undefined && {promoteEarly}),
  };
}

/** The alias of a function: what was named with it, else the release file's, else `live`. */
export function aliasOf(named: string | undefined, file: ReleaseFile | undefined): string {
  return resolveSetting({flag: named, file: file?.rollout.alias}, ROLLOUT_DEFAULTS.alias).value;
}

/** Every alias that a release file releases to. Throws UsageError, which says `wayOut`, when there is no file or no function in it. */
export function aliasesOfFile(file: ReleaseFile | undefined, wayOut: string): readonly AliasRef[] {
  const alias = aliasOf(undefined, file);
  const refs = [...(file?.functions.keys() ?? [])].map((functionName) => ({functionName, alias}));
  if (refs.length > 0) return refs;
  throw new UsageError(file === undefined ? 'There is no release file.' : `${file.path} has no functions.`, {
    code: 'FUNCTION_MISSING',
    suggestions: [wayOut, 'Or a file with --config.'],
  });
}

/** The same with smoke tests and hooks. Throws UsageError, see readRolloutChecks. */
export async function readRolloutPolicy(
  {folder}: {readonly folder: string},
  options: RolloutOptions & CheckOptions,
  file: ReleaseFile | undefined,
): Promise<ReleasePolicy> {
  return {...toRolloutPolicy(options, file), checks: await readRolloutChecks(options, file, folder)};
}
