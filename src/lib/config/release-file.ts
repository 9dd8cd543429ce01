import type {CountPair, SlowTolerance, Tolerance, WatchedMetric, WatchedStage} from '../analysis/settings.js';
import type {FreezePolicy} from '../model/freeze/policy.js';
import type {LayerSetting} from '../model/layer/setting.js';
import type {HookMoment, SmokeExpectation} from '../model/rollout/checks.js';
import type {LeaseTerms} from '../model/rollout/lease.js';
import type {Step} from '../model/rollout/step.js';
import type {TrainSpec} from '../model/train/spec.js';
import type {AsyncSettingsChange} from '../ports/lambda/async-settings.js';
import type {ConfigurationChange} from '../ports/lambda/functions.js';
import type {EnvironmentPlace} from './environment/environment-schema.js';
import type {BlockerSettings, FreezeRule} from './freeze/rules.js';

/** What a candidate without enough traffic leads to when its step has baked. */
export const INCONCLUSIVE_POLICIES = ['extend', 'hold', 'promote', 'abort'] as const;
export type InconclusivePolicy = (typeof INCONCLUSIVE_POLICIES)[number];

/** What SIGINT and SIGTERM lead to while a rollout runs. */
export const INTERRUPT_POLICIES = ['abort', 'hold'] as const;
export type InterruptPolicy = (typeof INTERRUPT_POLICIES)[number];

/** Who drives a rollout once its first move has been made. */
export const ENGINES = ['process', 'step-functions'] as const;
export type Engine = (typeof ENGINES)[number];

/** A command of a person's own, and the absolute path of the folder it runs in. */
export interface BuildCommand {
  readonly command: string;
  readonly folder: string;
}

/** One function of the release file. What the file leaves out is absent here and not touched on AWS. */
export interface FunctionSettings {
  /** How the file calls the function, where that is another name than the one on AWS. */
  readonly key?: string;
  /** Absolute: the file writes it relative to its own folder. Absent for an image. */
  readonly source?: string;
  /** URI of the container image to release, by tag or digest; absent for a source. */
  readonly image?: string;
  /** Makes the source; absent when somebody else does. */
  readonly build?: BuildCommand;
  readonly architecture?: string;
  /** Empty when the file names no configuration. Values of `environment` are secret. */
  readonly configuration: ConfigurationChange;
  /** Paths in the package that may look like credentials. */
  readonly allowSecrets?: readonly string[];
  /** Paths in the package of links that keep their target. */
  readonly keepLinks?: readonly string[];
  /** Packages that are installed for development only are left out of the package. */
  readonly production?: boolean;
  /** Dependencies that go into a layer instead of the deployment package; absent when none do. */
  readonly layer?: LayerSetting;
  /** In place of what the file says for all. */
  readonly signing?: SigningSettings;
  /** Variables that `configuration.environment` does not name are removed. */
  readonly replaceEnvironment?: boolean;
  /** `null` takes the tag away. */
  readonly tags?: Readonly<Record<string, string | null>>;
  readonly reservedConcurrency?: number | 'none';
  /** Functions by their keys that a train releases before it. */
  readonly after?: readonly string[];
  /** Of the alias; what it leaves out keeps its value. */
  readonly asyncInvoke?: AsyncSettingsChange;
}

/** Who signs packages and layers. */
export interface SigningSettings {
  /** Name of a signing profile of AWS Signer. */
  readonly profile: string;
}

export interface ArtifactSettings {
  readonly bucket: string;
  /** Empty or ending in `/`. */
  readonly prefix: string;
}

/** What the file changes about the judge; the rest is the judge's own default. Rates are fractions 0–1. */
export interface AnalysisOverrides {
  readonly alpha?: number;
  readonly tolerate?: Partial<Tolerance>;
  readonly settleMs?: number;
  readonly minInvocations?: number;
  readonly slow?: SlowTolerance;
  readonly lostEvents?: number;
  readonly alarms?: readonly string[];
  readonly metrics?: readonly WatchedMetric[];
  readonly apiStages?: readonly WatchedStage[];
  readonly pairs?: readonly CountPair[];
}

export interface RolloutSettings {
  readonly alias?: string;
  readonly steps?: readonly Step[];
  readonly analysis: AnalysisOverrides;
  readonly onInconclusive?: InconclusivePolicy;
  readonly onInterrupt?: InterruptPolicy;
  readonly promoteEarly?: boolean;
  /** Events by their path as it is written, relative to the file's folder. */
  readonly smoke?: readonly {readonly event: string; readonly expect: SmokeExpectation}[];
  /** Calls at one time before the first move; without an event, that of the first smoke test. */
  readonly warm?: {readonly calls: number; readonly event?: string};
  /** Environments to keep ready of a candidate; when absent, as many as stable has. */
  readonly provisioned?: number;
  /** Commands, to be run in the file's folder. */
  readonly hooks?: Partial<Readonly<Record<HookMoment, string>>>;
  /** How long to keep watching after 100 %; 0 does not watch. */
  readonly watchMs?: number;
  readonly lease?: Partial<LeaseTerms>;
  readonly engine?: Engine;
}

/** A release.yml that has been read and checked whole. */
export interface ReleaseFile {
  /** Absolute path of the file, for messages. */
  readonly path: string;
  /** By their names on AWS, in the order of the file. */
  readonly functions: ReadonlyMap<string, FunctionSettings>;
  /** The environment it is read for; absent when it has none. */
  readonly environment?: EnvironmentPlace;
  readonly artifacts?: ArtifactSettings;
  readonly signing?: SigningSettings;
  readonly rollout: RolloutSettings;
  /** Several aliases are released as one; what it leaves out is TRAIN_DEFAULTS. */
  readonly train?: Partial<TrainSpec>;
  /** When nothing leaves. */
  readonly freeze?: readonly FreezeRule[];
  readonly blockers?: BlockerSettings;
  readonly onFreeze?: FreezePolicy;
  /** Where every event is kept. */
  readonly record?: {readonly logGroup: string};
  /** Who is told of what becomes of rollouts: a bus by name or ARN, and the variable that holds the address of a webhook. */
  readonly notify?: {readonly eventBus?: string; readonly webhookVariable?: string};
  /** The events of its smoke tests by how it names them, when it comes out of a bundle. */
  readonly events?: ReadonlyMap<string, string>;
}
