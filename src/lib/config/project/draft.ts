import type {Step} from '../../model/rollout/step.js';

/** Settings of a function that a draft may hold, as release.yml writes them. */
export interface DraftSettings {
  /** The command that makes the source: a release runs it. */
  readonly build?: string;
  readonly handler?: string;
  readonly runtime?: string;
  readonly role?: string;
  /** MB. */
  readonly memory?: number;
  /** Such as `30s`. */
  readonly timeout?: string;
  /** MB. */
  readonly ephemeralStorage?: number;
  readonly architecture?: string;
  readonly layers?: readonly string[];
  readonly layer?: 'dependencies';
  readonly tracing?: string;
}

/** One function of a release file that is not written yet. */
export interface DraftFunction {
  readonly key: string;
  /** On AWS, where it is known to be another one than the key. */
  readonly name?: string;
  /** A command that tells the name on AWS, where only CloudFormation knows it. */
  readonly nameCommand?: string;
  /** Folder of the code, relative to the release file's, with slashes; `.` is that folder itself. */
  readonly source: string;
  /** The source is made by a build, and holds nothing that is not for Lambda. */
  readonly isBuilt: boolean;
  readonly settings: DraftSettings;
  /** Names of the variables it has elsewhere; their values are never read over. */
  readonly variables?: readonly string[];
}

export interface DraftRollout {
  readonly alias?: string;
  readonly steps?: readonly Step[];
  /** Names of CloudWatch alarms. */
  readonly alarms?: readonly string[];
}

/** What has to be done before a release, which runs by itself what functions name as their build. */
export function beforeRelease(
  build: readonly string[],
  functions: readonly {readonly settings: Pick<DraftSettings, 'build'>}[],
): readonly string[] {
  return build.filter((line) => !functions.some(({settings}) => settings.build === line));
}

/** What a folder, a file of another tool or a live function gives for a release file. */
export interface Draft {
  /** Nothing was here, and an example is to be written. */
  readonly isExample?: boolean;
  /** What it was taken from, in a few words. */
  readonly origin: string;
  /** One at least. */
  readonly functions: readonly DraftFunction[];
  readonly rollout: DraftRollout;
  /** What makes the functions on AWS; absent where nothing is known to, and `there` where they are. */
  readonly maker?: string;
  /** Commands of a shell, in the folder of the release file, that make what is packaged: those that functions name as their build, too. */
  readonly build: readonly string[];
  /** What was found, and what follows from it, a sentence each. */
  readonly reasons: readonly string[];
  /** What could not be taken over, and what to do about it. */
  readonly gaps: readonly string[];
}
