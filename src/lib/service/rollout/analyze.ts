import type {AnalysisSettings} from '../../analysis/settings.js';
import {findReleaseFile} from '../../config/load-release-file.js';
import {RefusedError, UsageError} from '../../errors.js';
import {isNoteOf, splitDescription} from '../../model/alias/description.js';
import {type AliasRef, formatAliasRef, parseAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import type {Version} from '../../model/versions/version.js';
import {observePast, type PastRollout} from '../../observe/rollout/past-rollout.js';
import {type ReplayPolicy, replay} from '../../plan/forecast/replay.js';
import {
  type AnalyzeReport,
  isoTime,
  type PastSource,
  toAnalyzeReport,
} from '../../report/result/rollout/analyze-text.js';
import {notThere} from '../not-there.js';
import type {Session} from '../session.js';
import {readMinutesFile} from './minutes-file.js';
import {toWindow, type WindowOptions} from './past-window.js';
import {type RolloutOptions, toRolloutPolicy} from './policy.js';

interface AnalyzeOptions extends WindowOptions, RolloutOptions {
  readonly stable?: Version | undefined;
  readonly candidate?: Version | undefined;
  readonly config?: string | undefined;
}

/** Judges the past of an alias, or of a file of minutes, by a policy. Throws UsageError, RefusedError when there was no traffic, AwsError. */
export async function analyze(
  session: Session,
  past: string,
  options: AnalyzeOptions,
  signal: AbortSignal,
): Promise<AnalyzeReport> {
  if (options.stable !== undefined && options.stable === options.candidate) throw sameVersion(options.stable);
  const policy = toRolloutPolicy(options, await findReleaseFile(options.config, session));
  if (isAlias(past)) return analyzeAlias(session, parseAliasRef(past), {options, policy}, signal);
  return analyzeFile(past, policy);
}

/** Judges the minutes of a file by a policy. Throws UsageError. */
export async function analyzeFile(file: string, policy: ReplayPolicy): Promise<AnalyzeReport> {
  const past = await readMinutesFile(file);
  const ofFile = {...policy, settings: withPairsOf(past, policy.settings)};
  return toAnalyzeReport(replay(past, ofFile), {source: {kind: 'file', file}, policy: ofFile});
}

const IN_FILE = {namespace: 'file', bad: 'bad', total: 'total', dimensions: {}} as const;

/** Pairs are judged by name; where the policy names none, all that the file has. Where CloudWatch keeps them is of no matter. */
function withPairsOf({readings}: PastRollout, settings: AnalysisSettings): AnalysisSettings {
  if (settings.pairs || !readings?.pairs) return settings;
  return {...settings, pairs: readings.pairs.map(({name}) => ({name, ...IN_FILE}))};
}

async function analyzeAlias(
  session: Session,
  ref: AliasRef,
  {options, policy}: {readonly options: AnalyzeOptions; readonly policy: ReplayPolicy},
  signal: AbortSignal,
): Promise<AnalyzeReport> {
  const window = toWindow(options, session.clock.now());
  const pair = await pairOf(session, ref, options, signal);
  const query = {ref, ...pair, ...window, settings: policy.settings};
  const {past, settings} = await observePast(session, query, signal);
  const replayed = replay(past, {...policy, settings});
  const source: PastSource = {
    kind: 'alias',
    ...ref,
    ...pair,
    from: isoTime(window.fromMs),
    to: isoTime(window.toMs),
  };
  if (replayed.length === 0) throw nothingThere(source);
  if (policy.settings.alarms !== undefined) {
    const message = 'Alarms are left out: CloudWatch tells how they stand now, and not how they stood.';
    session.events.emit({type: 'warning', code: 'ALARMS_NOT_REPLAYED', message});
  }
  return toAnalyzeReport(replayed, {source, policy: {...policy, settings}});
}

/** The versions that were named, else those of the rollout in the alias, else what it serves over what it served before. */
async function pairOf(
  {aliases}: Session,
  ref: AliasRef,
  named: Pick<AnalyzeOptions, 'stable' | 'candidate'>,
  signal: AbortSignal,
): Promise<{readonly stable: Version; readonly candidate: Version}> {
  if (named.stable !== undefined && named.candidate !== undefined) {
    return {stable: named.stable, candidate: named.candidate};
  }
  const name = formatAliasRef(ref);
  const alias = await aliases.getAlias(ref, signal);
  if (!alias) throw notThere({functionName: ref.functionName, qualifier: ref.alias});
  const standing = rolloutStanding(alias);
  if (standing.kind === 'running' || standing.kind === 'watching') {
    const {stable, candidate} = standing.marker;
    return {stable, candidate};
  }
  const note = splitDescription(alias.description);
  const [previous] = note.previous;
  if (previous !== undefined && isNoteOf(note, alias.stable)) return {stable: previous, candidate: alias.stable};
  throw new UsageError(`${name} does not say which version it served before ${alias.stable}.`, {
    code: 'VERSIONS_MISSING',
    suggestions: [`Name both: lambda-release analyze ${name} --stable 7 --candidate 8`],
  });
}

/** A path has a slash or a dot; what AWS writes as fn:alias has neither. */
function isAlias(text: string): boolean {
  return /^(arn:.+|[\w-]+:[\w-]+)$/.test(text);
}

function sameVersion(version: Version): UsageError {
  return new UsageError(`Version ${version} cannot be compared with itself.`, {
    code: 'SAME_VERSION',
    suggestions: ['Name the version before with --stable and the new one with --candidate.'],
  });
}

function nothingThere(source: Extract<PastSource, {kind: 'alias'}>): RefusedError {
  const name = formatAliasRef(source);
  return new RefusedError(`${name} sent version ${source.candidate} nothing from ${source.from} to ${source.to}.`, {
    code: 'NOTHING_TO_JUDGE',
    suggestions: ['Give another window with --from and --to, or other versions with --stable and --candidate.'],
  });
}
