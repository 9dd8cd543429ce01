import {RefusedError, UsageError} from '../../errors.js';
import type {AliasState} from '../../model/alias/state.js';
import {DAY_MS} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {writePackageFile} from '../../package/write-package-file.js';
import {assertReportPlace, formOf, reportText} from '../../report/report-files.js';
import type {RolloutStoryReport} from '../../report/result/rollout/story-text.js';
import {outcomeOf} from '../../report/story/outcome.js';
import type {FunctionStory} from '../../report/story/story.js';
import {findFileOnCall} from '../on-call-file.js';
import type {Session} from '../session.js';
import {aliasStory} from './alias-story.js';
import {readJournal} from './journal-file.js';
import {recordStory} from './record-story.js';
import {type ToldStory, toldStory} from './told-stories.js';

export interface ReportOptions {
  /** Which rollout; the one under way, or the newest, without it. */
  readonly rollout?: string | undefined;
  readonly journal?: string | undefined;
  readonly record?: string | undefined;
  readonly config?: string | undefined;
  /** How far to look back in the record, milliseconds. */
  readonly last?: number | undefined;
  /** Files to write; the result has the text where there is none. */
  readonly out?: readonly string[] | undefined;
  /** The version of this tool. */
  readonly tool: string;
  /** Makes printed commands act where this one does. */
  readonly placed: (text: string) => string;
}

/** As long as CloudWatch keeps minutes. */
const LAST_MS = 15 * DAY_MS;

type Found = ToldStory & {readonly source: string};

/**
 * Tells a rollout, under way or long over: from a journal where one is named, else from the record, else by a look at the alias that it is in.
 * Throws UsageError, RefusedError where nobody has kept anything of it, AwsError.
 */
export async function reportRollout(
  session: Session,
  ref: AliasRef,
  options: ReportOptions,
  signal: AbortSignal,
): Promise<RolloutStoryReport> {
  const {out = [], tool, placed} = options;
  for (const file of out) assertReportPlace(file);
  const found = await (options.journal === undefined
    ? findKept(session, ref, options, signal)
    : findInJournal(options.journal, ref, options));
  if (!found) throw nothingKept(ref, options);
  const story = isEnded(found.story)
    ? found.story
    : asTheAliasIs(found.story, await session.aliases.getAlias(ref, signal));
  const outcome = outcomeOf(story, {});
  const [origin, ...others] = found.origins;
  const told = {
    ...{stories: [{story, outcome}], origin, others, source: found.source},
    ...{writtenMs: session.clock.now(), tool, placed},
  };
  for (const file of out) await writePackageFile(file, Buffer.from(reportText(told, formOf(file) ?? 'md')));
  const {rolloutId, version, previousVersion, reason, cost} = story;
  return {
    ...ref,
    ...(rolloutId !== undefined && {rolloutId}),
    outcome,
    ...(version !== undefined && {version}),
    ...(previousVersion !== undefined && {previousVersion}),
    ...(reason !== undefined && {reason}),
    ...(cost && {cost}),
    source: found.source,
    ...(out.length > 0 ? {files: out} : {markdown: reportText(told, 'md')}),
  };
}

async function findInJournal(journal: string, ref: AliasRef, {rollout}: ReportOptions): Promise<Found | undefined> {
  const story = toldStory(await readJournal(journal), {ref, rolloutId: rollout});
  return story && {...story, source: `journal ${journal}`};
}

async function findKept(
  session: Session,
  ref: AliasRef,
  {record, config, last = LAST_MS, ...options}: ReportOptions,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const alias = await session.aliases.getAlias(ref, signal);
  const standing = alias && rolloutStanding(alias);
  const marker = standing?.kind === 'running' || standing?.kind === 'watching' ? standing.marker : undefined;
  const rolloutId = options.rollout ?? marker?.rolloutId;
  const file = await findFileOnCall(session, config, signal);
  const logGroup = record ?? file?.record?.logGroup;
  if (logGroup !== undefined) {
    const fromMs = session.clock.now() - last;
    const story = await recordStory(session, {ref, rolloutId, logGroup, fromMs}, signal);
    if (story) return {...story, source: `record ${logGroup}`};
  }
  if (!marker || rolloutId !== marker.rolloutId) return undefined;
  const story = await aliasStory(session, {ref, marker, file}, signal);
  return story && {...story, source: `a look at ${formatAliasRef(ref)}`};
}

function isEnded({ending}: FunctionStory): boolean {
  return ending !== undefined && ending !== 'detached';
}

/** A process that was killed has told no end: then the alias says what became of it. */
function asTheAliasIs(story: FunctionStory, alias: AliasState | undefined): FunctionStory {
  if (!alias || rolloutStanding(alias).kind !== 'idle') return story;
  const reason = 'Nobody has told how it ended; this is what the alias has now.';
  if (alias.stable === story.version) return {...story, ending: 'promoted', reason};
  return alias.stable === story.previousVersion ? {...story, ending: 'rolled-back', reason} : story;
}

function nothingKept(ref: AliasRef, {journal, rollout}: ReportOptions): RefusedError | UsageError {
  const name = formatAliasRef(ref);
  const which = rollout === undefined ? 'a rollout' : `rollout ${rollout}`;
  if (journal !== undefined) {
    return new UsageError(`The journal ${journal} has nothing of ${which} of ${name}.`, {
      code: 'NOTHING_TO_REPORT',
      suggestions: ['Name another journal, or leave it out for what the record has.'],
    });
  }
  return new RefusedError(
    `Nobody has kept anything of ${which} of ${name}, and none is under way that could be looked at.`,
    {
      code: 'NOTHING_TO_REPORT',
      suggestions: [
        `What the alias remembers: lambda-release history ${name}`,
        `Look further back, or into another record: lambda-release rollout report ${name} --record /lambda-release --last 60d`,
        'Keep a record of the next one: record: {logGroup: /lambda-release} in the release file.',
      ],
    },
  );
}
