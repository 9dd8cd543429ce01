import {existsSync} from 'node:fs';
import path from 'node:path';
import {requireImport} from '../../config/import/import-file.js';
import type {Draft, DraftFunction, DraftSettings} from '../../config/project/draft.js';
import type {FoundDrafts} from '../../config/project/find-drafts.js';
import {ROLLOUT_DEFAULTS} from '../../config/rollout-defaults.js';
import {UsageError} from '../../errors.js';
import {formatAliasRef, parseAliasRef, parseFunctionRef} from '../../model/function/ref.js';
import {ParseError} from '../../model/parse-error.js';
import type {Session} from '../session.js';
import {isFunctionName, nameUnusable, nearestName} from './function-name.js';
import type {InitOptions} from './init-options.js';
import {liveDraft} from './live-draft.js';
import {EXAMPLE_SOURCE, sourceDraft, sourceWithin} from './source-draft.js';

/** What the release file will say. */
export interface SettledDraft extends Draft {
  readonly alias: string;
}

interface Wanted {
  /** Of the function, as it was typed. */
  readonly named: string | undefined;
  readonly options: InitOptions;
  readonly found: FoundDrafts;
}

/**
 * What the release file is to say: taken from what was named, else from what lies in the folder, else an example; flags before what was
 * found, and before both what a person at a terminal answers. Throws UsageError, ParseError, RefusedError, AwsError.
 */
export async function settleDraft(session: Session, wanted: Wanted, signal: AbortSignal): Promise<SettledDraft> {
  const {named, options} = wanted;
  const draft = withName(await draftFor(session, wanted, signal), named, session.folder);
  if (session.host.canAsk && draft.isExample !== true) await session.host.show(`Found ${draft.origin}.`);
  const flags = settingsOf(options);
  const [first, ...others] = draft.functions;
  if (first === undefined) throw new Error('A draft has no function.');
  const source = options.source === undefined ? first.source : sourceWithin(session.folder, options.source);
  if (others.length > 0) {
    assertForOne(draft, options);
    return {
      ...draft,
      gaps: [...draft.gaps, ...openGaps(draft.functions)],
      alias: await aliasFor(session, draft, options, signal),
    };
  }
  const asked = await asks(session, {...first, source, settings: {...first.settings, ...flags}}, named, signal);
  const alias = await aliasFor(session, {...draft, functions: [asked]}, options, signal);
  return {...draft, functions: [asked], gaps: [...draft.gaps, ...openGaps([asked])], alias};
}

async function draftFor(session: Session, {options, found}: Wanted, signal: AbortSignal): Promise<Draft> {
  const {folder, host} = session;
  const {from, source} = options;
  const ofProject = source === undefined ? found.drafts.find(({functions}) => functions.length === 1) : undefined;
  if (from !== undefined) {
    if (isFile(folder, from)) return requireImport(folder, from);
    return liveDraft(session, parseFunctionRef(from), ofProject, signal);
  }
  if (source !== undefined) {
    const within = sourceWithin(folder, source);
    const fitting = found.drafts.find(({functions: [one, ...more]}) => one?.source === within && more.length === 0);
    return fitting ?? sourceDraft(folder, within, existsSync(path.join(folder, within)));
  }
  const [first, ...others] = found.drafts;
  const chosen = others.length > 0 && host.canAsk ? await chooseDraft(session, found.drafts, signal) : first;
  return chosen ?? sourceDraft(folder, EXAMPLE_SOURCE, existsSync(path.join(folder, EXAMPLE_SOURCE)));
}

async function chooseDraft({host}: Session, drafts: readonly Draft[], signal: AbortSignal): Promise<Draft | undefined> {
  const choices = [
    ...drafts.map(({origin}, index) => ({name: origin, value: String(index)})),
    {name: 'none of it: an example to begin with', value: 'none'},
  ];
  return drafts[Number(await host.choose('What is to be released?', choices, signal))];
}

/** What exists is a file, and so is what is called like one; a function's name has no dot in it. */
function isFile(folder: string, from: string): boolean {
  return existsSync(path.resolve(folder, from)) || /\.[a-z]+$|[/\\]/i.test(from.replace(/^arn:.*/, ''));
}

/** The one that was named, or the only one under that name. */
function withName(draft: Draft, named: string | undefined, folder: string): Draft {
  const {functions} = draft;
  if (named !== undefined) {
    const meant = functions.filter((each) => [each.key, each.name, logicalId(each)].includes(named));
    if (meant.length > 0) return {...draft, functions: meant.map((each) => renamed(each, named))};
    const [only, ...others] = functions;
    if (only !== undefined && others.length === 0) return {...draft, functions: [renamed(only, named)]};
    throw new UsageError(`${named} is none of the functions of ${draft.origin}.`, {
      code: 'FUNCTION_NOT_FOUND',
      suggestions: [
        `Name one of them: ${functions.map(({key}) => key).join(', ')}`,
        'Or none, to take all of them over.',
      ],
    });
  }
  if (functions.length === 1) return draft;
  return {...draft, functions: functions.map((each) => ({...each, key: usable(each.key, folder)}))};
}

function usable(key: string, folder: string): string {
  const name = nearestName(key);
  if (name === '') throw nameUnusable(key, folder);
  return name;
}

function renamed({nameCommand, ...rest}: DraftFunction, named: string): DraftFunction {
  // A logical id of a template is no name on AWS.
  if (nameCommand !== undefined && named === rest.key) return {...rest, nameCommand};
  return {...rest, key: named};
}

function logicalId({nameCommand, key}: DraftFunction): string | undefined {
  return nameCommand === undefined ? undefined : key;
}

async function asks(
  {host, folder}: Session,
  first: DraftFunction,
  named: string | undefined,
  signal: AbortSignal,
): Promise<DraftFunction> {
  if (!host.canAsk) {
    if (!isFunctionName(first.key)) throw nameUnusable(first.key, folder);
    return first;
  }
  const key = named ?? (await host.askText('Name of the function on AWS', nameAnswer(first.key), signal));
  const typed = await host.askText(
    'Folder of its code',
    {initial: first.source, problem: sourceProblem(folder)},
    signal,
  );
  const {handler = ''} = first.settings;
  const saidHandler =
    handler === '' ? await host.askText('Handler, file.export seen from there; empty for later', {}, signal) : handler;
  const settings: DraftSettings = {...first.settings, ...(saidHandler !== '' && {handler: saidHandler})};
  return {...renamed(first, key), source: sourceWithin(folder, typed), settings};
}

function nameAnswer(key: string) {
  return {
    initial: nearestName(key) || 'my-function',
    problem: (text: string) => (isFunctionName(text) ? undefined : 'Letters, digits, - and _, at most 64 of them.'),
  };
}

function sourceProblem(folder: string) {
  return (text: string) => {
    try {
      sourceWithin(folder, text);
      return undefined;
    } catch (error) {
      return error instanceof UsageError ? error.message : String(error);
    }
  };
}

/** The alias that was named, else that of the draft, else what a person says. Throws ParseError. */
export async function aliasFor(
  {host}: Pick<Session, 'host'>,
  {functions, rollout}: Draft,
  {alias}: Pick<InitOptions, 'alias'>,
  signal: AbortSignal,
): Promise<string> {
  const [first] = functions;
  const functionName = first?.name ?? first?.key ?? '';
  const initial = rollout.alias ?? ROLLOUT_DEFAULTS.alias;
  const asked = alias === undefined && rollout.alias === undefined && host.canAsk;
  const chosen = asked
    ? await host.askText('Alias that callers use', {initial, problem: aliasProblem(functionName)}, signal)
    : (alias ?? initial);
  return parseAliasRef(formatAliasRef({functionName, alias: chosen})).alias;
}

function aliasProblem(functionName: string) {
  return (alias: string) => {
    try {
      parseAliasRef(formatAliasRef({functionName, alias}));
      return undefined;
    } catch (error) {
      if (error instanceof ParseError) return `${error.message} ${error.wayOut}`;
      throw error;
    }
  };
}

function settingsOf({handler, runtime, role}: InitOptions): DraftSettings {
  return {
    ...(handler !== undefined && {handler}),
    ...(runtime !== undefined && {runtime}),
    ...(role !== undefined && {role}),
  };
}

/** Flags of one function say nothing of several. */
function assertForOne({origin, functions}: Draft, {source, handler, runtime, role}: InitOptions): void {
  const said = Object.entries({source, handler, runtime, role}).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (said.length === 0) return;
  throw new UsageError(`${said.join(' and ')} would be of one function, and ${origin} has ${functions.length}.`, {
    code: 'FUNCTION_AMBIGUOUS',
    suggestions: [`Name the one it is about: lambda-release init ${functions[0]?.key}`],
  });
}

/** What nobody has said and a function needs. */
function openGaps(functions: readonly DraftFunction[]): readonly string[] {
  const unhandled = functions.filter(({settings}) => settings.handler === undefined);
  return [
    ...nameGaps(functions),
    ...unhandled.map(
      ({key}) =>
        `${key}: no handler was found. Write it as handler, file.export seen from the source, with the runtime.`,
    ),
  ];
}

/** Names on AWS that only a stack knows. */
export function nameGaps(functions: readonly DraftFunction[]): readonly string[] {
  return functions
    .filter(({nameCommand}) => nameCommand !== undefined)
    .map(
      ({key}) =>
        `${key} has a name on AWS that its stack chose: write it as name; the release file has the command that tells it.`,
    );
}
