/** What may stand at a place of the command line, and what it is. */
export interface Candidate {
  readonly value: string;
  readonly description?: string | undefined;
}

/** Names that only a release file, this machine or AWS know. */
export type NameKind = 'alias' | 'function' | 'version' | 'environment' | 'profile';

/** What is wanted where the cursor is. */
export type Wanted =
  | {readonly kind: 'words'; readonly candidates: readonly Candidate[]}
  | {readonly kind: 'files'}
  /** `functionName` is the one that was named before, for its versions. */
  | {readonly kind: 'names'; readonly names: NameKind; readonly functionName?: string};

interface KnownFlag {
  readonly name: string;
  readonly type: string;
  readonly char?: string | undefined;
  readonly options?: readonly string[] | undefined;
  readonly multiple?: boolean | undefined;
  readonly summary?: string | undefined;
  readonly helpValue?: string | readonly string[] | undefined;
}

/** A command as its manifest has it. */
export interface KnownCommand {
  readonly id: string;
  readonly hidden?: boolean;
  readonly summary?: string | undefined;
  readonly args: Readonly<Record<string, {readonly options?: readonly string[]; readonly multiple?: boolean}>>;
  readonly flags: Readonly<Record<string, KnownFlag>>;
}

const NOTHING: Wanted = {kind: 'words', candidates: []};
const OF_ITS_OWN: readonly Candidate[] = [
  {value: 'help', description: 'Help for a command or a topic.'},
  {value: 'version', description: 'Version of lambda-release.'},
];
const NAMED_BY_ARGUMENT: Readonly<Record<string, NameKind>> = {
  ...{alias: 'alias', past: 'alias', function: 'function', source: 'function'},
  ...{version: 'version', candidate: 'version', from: 'version', to: 'version', split: 'version'},
};
const NAMED_BY_FLAG: Readonly<Record<string, NameKind>> = {
  ...{environment: 'environment', profile: 'profile'},
  ...{to: 'version', candidate: 'version', stable: 'version'},
};

/** What the last of these words may be; it is empty or begun. `words` come after the binary. */
export function wantedAt(words: readonly string[], commands: readonly KnownCommand[]): Wanted {
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? '';
  const isHelp = before[0] === 'help';
  const path = isHelp ? before.slice(1) : before;
  const command = commandAt(path, commands);
  if (command === undefined || isHelp) return {kind: 'words', candidates: nextWords(path, commands, isHelp)};
  const rest = before.slice(wordsOf(command).length);
  const {flag, positionals} = read(rest, command);
  if (flag) return valueWanted(flag, positionals);
  return last.startsWith('-')
    ? {kind: 'words', candidates: flagsLeft(rest, command)}
    : argumentOf(command, positionals);
}

function wordsOf({id}: KnownCommand): readonly string[] {
  return id.split(':');
}

function commandAt(path: readonly string[], commands: readonly KnownCommand[]): KnownCommand | undefined {
  return commands.find((command) => wordsOf(command).every((word, index) => path[index] === word));
}

function nextWords(path: readonly string[], commands: readonly KnownCommand[], isHelp: boolean): readonly Candidate[] {
  const next = new Map<string, Candidate>();
  for (const command of commands) {
    const own = wordsOf(command);
    if (command.hidden || !path.every((word, index) => own[index] === word)) continue;
    const value = own[path.length];
    if (value === undefined) continue;
    next.set(value, {value, ...(own.length === path.length + 1 && {description: command.summary})});
  }
  return [...next.values(), ...(path.length === 0 && !isHelp ? OF_ITS_OWN : [])];
}

/** The flag whose value is wanted next, if one is, and the arguments so far. */
function read(rest: readonly string[], {flags}: KnownCommand) {
  const positionals: string[] = [];
  let flag: KnownFlag | undefined;
  for (const word of rest) {
    if (flag) flag = undefined;
    else if (word.startsWith('-')) flag = takesValue(word, flags);
    else positionals.push(word);
  }
  return {flag, positionals};
}

function takesValue(word: string, flags: KnownCommand['flags']): KnownFlag | undefined {
  if (word.includes('=')) return undefined;
  const flag = word.startsWith('--')
    ? flags[word.slice(2)]
    : Object.values(flags).find(({char}) => char !== undefined && `-${char}` === word);
  return flag?.type === 'option' ? flag : undefined;
}

function flagsLeft(rest: readonly string[], {flags}: KnownCommand): readonly Candidate[] {
  return Object.values(flags)
    .filter(({name, multiple}) => multiple || !rest.includes(`--${name}`))
    .map(({name, summary}) => ({value: `--${name}`, description: summary}));
}

function valueWanted({name, options, helpValue}: KnownFlag, positionals: readonly string[]): Wanted {
  if (options) return {kind: 'words', candidates: options.map((value) => ({value}))};
  const names = NAMED_BY_FLAG[name];
  if (names) return named(names, positionals);
  return /^(FILE|DIR)/.test(String(helpValue ?? '')) ? {kind: 'files'} : NOTHING;
}

function argumentOf({args}: KnownCommand, positionals: readonly string[]): Wanted {
  const all = Object.entries(args);
  const index = Math.min(positionals.length, all.length - 1);
  const [name, argument] = all[index] ?? [];
  if (name === undefined || argument === undefined) return NOTHING;
  if (positionals.length > index && !argument.multiple) return NOTHING;
  if (argument.options) return {kind: 'words', candidates: argument.options.map((value) => ({value}))};
  const names = NAMED_BY_ARGUMENT[name];
  return names ? named(names, positionals) : {kind: 'files'};
}

function named(names: NameKind, [first]: readonly string[]): Wanted {
  if (names !== 'version') return {kind: 'names', names};
  return first === undefined ? NOTHING : {kind: 'names', names, functionName: first.split(':')[0] ?? first};
}
