import path from 'node:path';
import {findOwnedFile, type OwnedFunctions, ownedFunctions} from '../../config/adopt/owned-file.js';
import type {Draft} from '../../config/project/draft.js';
import {projectText} from '../../config/project/project-file.js';
import {UsageError} from '../../errors.js';
import {messageOf} from '../../model/text/message-of.js';
import type {AdoptReport} from '../../report/result/adopt/adopt-text.js';
import {stepsWith} from '../init/next-steps.js';
import {planFiles} from '../init/plan-files.js';
import {aliasFor, nameGaps, type SettledDraft} from '../init/settle-draft.js';
import {writeFiles} from '../init/write-files.js';
import type {Session} from '../session.js';

/** What stdin is called where a file would be. */
const FROM_STDIN = 'stdin';

export interface AdoptOptions {
  /** A file of the owner's, or `-` for stdin; the one that lies here without it. */
  readonly from?: string | undefined;
  readonly alias?: string | undefined;
  /** Memory, timeout and the like move into the release file. */
  readonly 'take-configuration': boolean;
  readonly 'dry-run': boolean;
}

interface Asked {
  /** One of the functions; all of them without it. */
  readonly named: string | undefined;
  readonly stdin: (signal: AbortSignal) => Promise<string>;
}

/**
 * Writes a release file for functions that Terraform or SAM makes, and tells what their owner has to be told so that both live together.
 * Nothing of the owner's is written, and AWS is not asked. Throws UsageError and ParseError.
 */
export async function adopt(
  session: Session,
  {named, stdin}: Asked,
  options: AdoptOptions,
  signal: AbortSignal,
): Promise<AdoptReport> {
  const owned = await read(session, options.from, stdin, signal);
  const draft = chosen(owned.draft, named);
  const functions = options['take-configuration']
    ? draft.functions
    : draft.functions.map((each) => ({...each, settings: {}}));
  const alias = await aliasFor(session, {...draft, functions}, options, signal);
  const gaps = [...draft.gaps, ...nameGaps(functions)];
  const settled: SettledDraft = {...draft, functions, alias, gaps};
  const {release, others} = await planFiles(session.folder, settled, gaps);
  const report = {
    alias,
    functions: functions.map(({key, source}) => ({key, source})),
    origin: draft.origin,
    reasons: [...draft.reasons, ...whose(options)],
    gaps,
    stages: owned.stagesOf(functions, alias),
    next: [...namings(settled), ...stepsWith(draft)],
  };
  if (options['dry-run']) return {...report, files: [], text: release.text};
  return {...report, files: await writeFiles(session, release, others, signal)};
}

/** The function that was named, with what is open of it; all of them when none is. Throws UsageError. */
function chosen(draft: Draft, named: string | undefined): Draft {
  if (named === undefined) return draft;
  const functions = draft.functions.filter(({key}) => key === named);
  const others = draft.functions.filter(({key}) => key !== named);
  if (functions.length > 0) {
    const isOfOther = (gap: string) =>
      others.some(({key}) => [`${key} `, `${key}:`].some((begin) => gap.startsWith(begin)));
    return {...draft, functions, gaps: draft.gaps.filter((gap) => !isOfOther(gap))};
  }
  throw new UsageError(`${named} is none of the functions of ${draft.origin}.`, {
    code: 'FUNCTION_NOT_FOUND',
    suggestions: [
      `Name one of them: ${others.map(({key}) => key).join(', ')}`,
      'Or none, to take all of them over: lambda-release adopt',
    ],
  });
}

function namings({functions}: SettledDraft): AdoptReport['next'] {
  const commands = functions.flatMap(({nameCommand}) => nameCommand ?? []);
  return commands.length === 0 ? [] : [{why: 'The names on AWS, which belong into the release file:', commands}];
}

async function read(
  {folder}: Session,
  from: string | undefined,
  stdin: Asked['stdin'],
  signal: AbortSignal,
): Promise<OwnedFunctions> {
  if (from === '-') return ownedFunctions(folder, FROM_STDIN, await readStdin(stdin, signal));
  const file = from ?? (await findOwnedFile(folder));
  const text = await projectText(path.resolve(folder, file));
  if (text !== undefined) return ownedFunctions(folder, file, text);
  throw new UsageError(`There is no file ${file}.`, {
    code: 'OWNER_NOT_FOUND',
    suggestions: [
      'Name a template of SAM or a state of Terraform: terraform show -json | lambda-release adopt --from -',
    ],
    details: {file},
  });
}

async function readStdin(stdin: Asked['stdin'], signal: AbortSignal): Promise<string> {
  try {
    return await stdin(signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new UsageError(`stdin cannot be read: ${messageOf(error)}`, {
      code: 'OWNER_UNREADABLE',
      suggestions: ['Let Terraform write it: terraform show -json | lambda-release adopt --from -'],
      cause: error,
    });
  }
}

function whose({'take-configuration': takes}: AdoptOptions): readonly string[] {
  return takes
    ? ['Memory, timeout and the like stand in the release file; the owner may no longer change them.']
    : [
        'Memory, timeout, variables and the like stay with the owner: what is absent from the release file is not touched.',
      ];
}
