import {readFileSync} from 'node:fs';
import path from 'node:path';
import {packageRoot} from '../../src/lib/package-root.js';

interface Flag {
  readonly type: string;
  readonly char?: string;
  readonly allowNo?: boolean;
  readonly options?: readonly string[];
}
interface Command {
  readonly flags: Readonly<Record<string, Flag>>;
  readonly args: Readonly<Record<string, {readonly required?: boolean; readonly multiple?: boolean}>>;
}

/** Commands of the tool by their ids, as the manifest has them. */
const COMMANDS: Readonly<Record<string, Command>> = JSON.parse(
  readFileSync(path.join(packageRoot, 'oclif.manifest.json'), 'utf8'),
).commands;

/** What every command and none of them takes: `--help`, `lambda-release version`. */
const GLOBAL = /^(--help|-h|--version|-v|help|version)$/;

/** The command that begins these words, and how many of them are its name; X stands for a word that is not known. */
export function commandOf(words: readonly string[]): {readonly id: string; readonly length: number} | undefined {
  const [first = '', second = ''] = words;
  const ids = Object.keys(COMMANDS);
  if (ids.includes(`${first}:${second}`)) return {id: `${first}:${second}`, length: 2};
  if (ids.includes(first)) return {id: first, length: 1};
  const [oneOfTopic] = second === 'X' ? ids.filter((id) => id.startsWith(`${first}:`)) : [];
  return oneOfTopic === undefined ? undefined : {id: oneOfTopic, length: 2};
}

/** Flags among the words that the command does not have. */
export function unknownFlags(id: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    const [, name = ''] = /^--(?:no-)?([a-z][a-z0-9-]*)/.exec(word) ?? [];
    return name === '' || name === 'help' || COMMANDS[id]?.flags[name] ? [] : [`--${name}`];
  });
}

/** What the tool would refuse of a command line after its own name; nothing when it would begin to work. */
export function refusedOf(words: readonly string[]): string | undefined {
  if (words.some((word) => GLOBAL.test(word))) return undefined;
  const command = commandOf(words);
  if (command === undefined) return `no command "${words.join(' ')}"`;
  const {flags, args} = COMMANDS[command.id] as Command;
  const given: string[] = [];
  const rest = words.slice(command.length);
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (!word.startsWith('-')) {
      given.push(word);
      continue;
    }
    const [name = '', inline] = word.replace(/^--?/, '').split('=', 2);
    const [, negated = ''] = /^no-(.+)$/.exec(name) ?? [];
    if (flags[negated]?.allowNo) continue;
    const flag = flags[name] ?? Object.values(flags).find(({char}) => word === `-${char}`);
    if (flag === undefined) return `${command.id} has no ${word}`;
    if (flag.type === 'boolean') continue;
    const value = inline ?? rest[++at];
    if (value === undefined) return `${word} of ${command.id} wants a value`;
    if (flag.options && !flag.options.includes(value)) return `${word} of ${command.id} is not ${value}`;
  }
  const wanted = Object.values(args);
  if (given.length > wanted.length && !wanted.some(({multiple}) => multiple))
    return `${command.id} does not take "${given[wanted.length]}"`;
  if (given.length < wanted.filter(({required}) => required).length) return `${command.id} wants more than "${given}"`;
  return undefined;
}
