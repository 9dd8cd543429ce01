import {expect, it} from 'vitest';
import {type KnownCommand, wantedAt} from '../../../src/lib/cli/completion/wanted.js';

const flag = (name: string, more: object = {}) => ({[name]: {name, type: 'option', ...more}});
const COMMANDS: readonly KnownCommand[] = [
  {
    id: 'deploy',
    summary: 'Release.',
    args: {function: {multiple: true}},
    flags: {
      ...flag('environment'),
      ...flag('source', {helpValue: 'DIR', char: 's'}),
      ...flag('layer', {options: ['dependencies']}),
      ...flag('yes', {type: 'boolean', char: 'y'}),
      ...flag('env', {multiple: true}),
    },
  },
  {id: 'rollout:abort', summary: 'Stop.', args: {alias: {}}, flags: {}},
  {id: 'rollout:start', args: {alias: {}, candidate: {}}, flags: {}},
  {id: 'rollback', args: {alias: {}}, flags: flag('to')},
  {id: 'completion', args: {shell: {options: ['bash', 'zsh']}}, flags: {}},
  {id: 'secret', hidden: true, args: {}, flags: {}},
];

function values(...words: string[]): readonly string[] {
  const wanted = wantedAt(words, COMMANDS);
  return wanted.kind === 'words' ? wanted.candidates.map(({value}) => value) : [];
}

it('commands and topics are told word by word, each once', () => {
  expect(values('')).toEqual(['deploy', 'rollout', 'rollback', 'completion', 'help', 'version']);
  expect(values('rollout', '')).toEqual(['abort', 'start']);
  expect(values('help', 'rollout', '')).toEqual(['abort', 'start']);
  expect(values('nonsense', '')).toEqual([]);
});

it('flags are told that are not there yet, but for those that may be said again', () => {
  expect(values('deploy', '--yes', '--env', 'A=1', '-')).toEqual(['--environment', '--source', '--layer', '--env']);
});

it.each<[readonly string[], object]>([
  [['deploy', '--layer', ''], {kind: 'words', candidates: [{value: 'dependencies'}]}],
  [['deploy', '--source', ''], {kind: 'files'}],
  [['deploy', '-s', ''], {kind: 'files'}],
  [['deploy', '--environment', 'p'], {kind: 'names', names: 'environment'}],
  [['deploy', '--environment=production', ''], {kind: 'names', names: 'function'}],
  [['deploy', '-y', 'checkout', ''], {kind: 'names', names: 'function'}],
  [['rollout', 'abort', ''], {kind: 'names', names: 'alias'}],
  [['rollout', 'abort', 'checkout:live', ''], {kind: 'words', candidates: []}],
  [['rollout', 'start', 'checkout:live', ''], {kind: 'names', names: 'version', functionName: 'checkout'}],
  [['rollback', 'checkout:live', '--to', ''], {kind: 'names', names: 'version', functionName: 'checkout'}],
  [['rollback', '--to', ''], {kind: 'words', candidates: []}],
  [['completion', ''], {kind: 'words', candidates: [{value: 'bash'}, {value: 'zsh'}]}],
])('after %j: %j', (words, expected) => {
  expect(wantedAt(words, COMMANDS)).toEqual(expected);
});
