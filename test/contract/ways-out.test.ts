import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';
import {commandOf, unknownFlags} from './told-commands.js';

/**
 * Every command that a text of the product writes out, as the whole of it or after a colon, with X for its expressions:
 * `deploy X --create`.
 */
function commandsIn(folder: string): {readonly place: string; readonly words: string}[] {
  const files = readdirSync(path.join(packageRoot, folder), {recursive: true, encoding: 'utf8'});
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path.join(packageRoot, folder, file), 'utf8').replace(/\$\{[^{}]*\}/g, 'X');
      return [...text.matchAll(/(?:(?<!title: )['"`]|: )lambda-release ([a-z]+\b[^'"`\n]*)/g)].map(
        ([, words = '']) => ({place: file, words}),
      );
    });
}

describe('commands that the product tells people to run', () => {
  const told = commandsIn('src/lib');

  it('are found in numbers', () => {
    expect(told.length).toBeGreaterThan(40);
  });

  it('exist, with every flag that is written behind them', () => {
    const wrong = told.flatMap(({place, words}) => {
      const command = commandOf(words.split(/[\s.,;:)]+/));
      if (command === undefined) return [`${place}: no command "${words}"`];
      return unknownFlags(command.id, words.split(' ')).map((flag) => `${place}: ${command.id} has no ${flag}`);
    });
    expect(wrong).toEqual([]);
  });
});
