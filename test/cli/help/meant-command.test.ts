import {expect, it} from 'vitest';
import {meantCommand, wordsOf} from '../../../src/lib/cli/help/meant-command.js';

const COMMANDS = ['deploy', 'rollback', 'rollout abort', 'rollout start', 'concurrency show'];

it.each([
  [['rolout', 'abort', 'x:live'], 'rollout abort x:live'],
  [['rollout', 'abrot', 'x:live', '--journal', 'my file'], "rollout abort x:live --journal 'my file'"],
  [['delpoy', '--yes', 'checkout:live'], 'deploy --yes checkout:live'],
  [['rolback', 'checkout:$LATEST'], "rollback 'checkout:$LATEST'"],
  [['nonsense'], undefined],
])('%j was meant as %s', (argv, expected) => {
  expect(meantCommand(argv, COMMANDS)).toBe(expected);
});

it('a page may be meant as well', () => {
  expect(meantCommand(['exit-code'], COMMANDS, ['exit-codes'])).toBe('exit-codes');
});

it.each([
  [['rolout', 'abort', 'x:live'], 'rolout abort'],
  [['pakage', 'dist'], 'pakage'],
  [['concurrency', '--json'], 'concurrency'],
])('of %j these words were to be the command: %s', (argv, expected) => {
  expect(wordsOf(argv, COMMANDS)).toBe(expected);
});
