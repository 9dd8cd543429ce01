import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {ENVIRONMENT_MISSING} from '../../config/environment/environment-error.js';
import {findReleasePath, loadReleaseFile} from '../../config/load-release-file.js';
import {type FoundDrafts, findDrafts} from '../../config/project/find-drafts.js';
import type {FunctionSettings, ReleaseFile} from '../../config/release-file.js';
import {ROLLOUT_DEFAULTS} from '../../config/rollout-defaults.js';
import {PIPELINES, type Pipeline, planPipeline} from '../../config/scaffold/pipeline-file.js';
import {type PlannedFile, plannedFile} from '../../config/scaffold/planned-file.js';
import {UsageError} from '../../errors.js';
import type {InitReport} from '../../report/result/init/init-text.js';
import {aliasesToCheck, leastPolicy} from '../doctor/diagnose.js';
import type {Session} from '../session.js';
import {asksForFile, type InitOptions} from './init-options.js';
import {stepsAfter, stepsWith} from './next-steps.js';
import {planFiles} from './plan-files.js';
import {settleDraft} from './settle-draft.js';
import {writeFiles} from './write-files.js';

/** Name of the file with the permissions of who releases. */
const POLICY_FILE = 'lambda-release-policy.json';

const PIPELINE_CHOICES = [
  {name: 'GitHub Actions', value: 'github'},
  {name: 'GitLab CI', value: 'gitlab'},
  {name: 'CodePipeline, by CodeBuild', value: 'codepipeline'},
] as const;

/**
 * Writes a release file out of what lies in the folder, of a file of another tool or of a live function, and what was asked for beside it:
 * a pipeline, a policy. A release file that is there is kept unless something is said of it. What is there with another content is shown
 * as a diff and overwritten after a yes. Throws ParseError, UsageError, RefusedError, AwsError.
 */
export async function init(
  session: Session,
  named: string | undefined,
  options: InitOptions,
  signal: AbortSignal,
): Promise<InitReport> {
  const {folder} = session;
  const there = await findReleasePath(folder);
  const found = await findDrafts(folder);
  const outcome =
    there !== undefined && !asksForFile(named, options)
      ? await kept(session, there, found)
      : await drafted(session, {named, options, found}, signal);
  const {report, functions, build} = outcome;
  const pipeline = options.pipeline ?? (there === undefined ? await askPipeline(session, signal) : undefined);
  const gaps = [...report.gaps, ...found.remarks];
  const files = [...outcome.files];
  if (pipeline !== undefined) {
    const planned = await planPipeline(folder, pipeline, {
      functions,
      build,
      environment: outcome.releaseFile().environment?.name,
    });
    files.push(planned.file);
    gaps.push(...planned.remarks);
  }
  if (options.policy) files.push(await planPolicy(session, outcome.releaseFile(), signal));
  const others = files.filter((file) => file !== outcome.release);
  return {...report, gaps, files: await writeFiles(session, outcome.release, others, signal)};
}

interface Outcome {
  readonly release: PlannedFile;
  readonly files: readonly PlannedFile[];
  /** As a release will read it. Throws UsageError where that takes an environment and none is named. */
  readonly releaseFile: () => ReleaseFile;
  readonly report: Omit<InitReport, 'files'>;
  readonly functions: Parameters<typeof planPipeline>[2]['functions'];
  readonly build: readonly string[];
}

async function drafted(
  session: Session,
  wanted: {readonly named: string | undefined; readonly options: InitOptions; readonly found: FoundDrafts},
  signal: AbortSignal,
): Promise<Outcome> {
  const settled = await settleDraft(session, wanted, signal);
  const {draft, others, release, releaseFile} = await planFiles(session.folder, settled);
  const {functions, alias, origin, reasons, gaps, build} = draft;
  const [first] = functions;
  return {
    release,
    files: [...others, release],
    releaseFile: () => releaseFile,
    functions,
    build,
    report: {
      functionName: first?.name ?? first?.key ?? '',
      alias,
      source: first?.source ?? '',
      namesHandler: first?.settings.handler !== undefined,
      functions: functions.map(({key, source}) => ({key, source})),
      origin,
      reasons,
      gaps,
      next: stepsAfter(draft),
    },
  };
}

/** A release file that is there; what builds its functions is seen in the folder. */
async function kept(session: Session, file: string, {drafts: [draft]}: FoundDrafts): Promise<Outcome> {
  const {folder, environmentName} = session;
  const text = await readFile(file, 'utf8');
  const release = await plannedFile(folder, path.basename(file), text);
  const read = await readRelease(file, environmentName);
  const {functions, rollout} =
    'functions' in read ? read : {functions: new Map<string, FunctionSettings>(), rollout: {alias: undefined}};
  const sourceOf = (source: string) => path.relative(folder, source).split(path.sep).join('/') || '.';
  const listed = [...functions].map(([name, {key = name, source, image = ''}]) => ({
    key,
    source: source === undefined ? image : sourceOf(source),
  }));
  // Of an image nothing is built or packaged by what is set up here.
  const packaged = [...functions.values()].flatMap((each) =>
    each.source === undefined ? [] : [{...each, source: each.source}],
  );
  const [[functionName = '', first] = []] = functions;
  const build = draft?.build ?? [];
  const drawn = packaged.map(({source, build: made, configuration, layer}) => ({
    source: sourceOf(source),
    isBuilt: draft?.functions.find((each) => each.source === sourceOf(source))?.isBuilt ?? false,
    settings: {
      ...(made && {build: made.command}),
      ...(configuration.runtime && {runtime: configuration.runtime}),
      ...(layer && {layer: 'dependencies' as const}),
    },
  }));
  return {
    release,
    files: [release],
    releaseFile: () => {
      if ('functions' in read) return read;
      throw read;
    },
    functions: drawn,
    build,
    report: {
      functionName,
      alias: rollout.alias ?? ROLLOUT_DEFAULTS.alias,
      source: listed[0]?.source ?? '',
      namesHandler: first?.configuration.handler !== undefined,
      functions: listed,
      reasons: [],
      gaps: [],
      next: stepsWith({build, functions: drawn}),
    },
  };
}

/** A file that needs an environment is kept like any other; only what goes by it asks which one. */
async function readRelease(file: string, environmentName: string | undefined): Promise<ReleaseFile | UsageError> {
  try {
    return await loadReleaseFile(file, environmentName);
  } catch (error) {
    if (error instanceof UsageError && error.code === ENVIRONMENT_MISSING) return error;
    throw error;
  }
}

async function askPipeline({host}: Session, signal: AbortSignal): Promise<Pipeline | undefined> {
  if (!host.canAsk) return undefined;
  const chosen = await host.choose(
    'A pipeline that releases?',
    [{name: 'none', value: ''}, ...PIPELINE_CHOICES],
    signal,
  );
  return PIPELINES.find((name) => name === chosen);
}

/** The permissions a release needs, as doctor --policy says them. Throws AwsError. */
async function planPolicy(session: Session, file: ReleaseFile, signal: AbortSignal): Promise<PlannedFile> {
  const policy = await leastPolicy(session, {refs: aliasesToCheck([], file), file}, signal);
  return plannedFile(session.folder, POLICY_FILE, `${JSON.stringify(policy, null, 2)}\n`);
}
