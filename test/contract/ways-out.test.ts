import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const MANIFEST = JSON.parse(readFileSync(path.join(packageRoot, 'oclif.manifest.json'), 'utf8')) as {
  readonly commands: {readonly [id: string]: {readonly flags: object}};
};

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

function commandOf(words: string): string | undefined {
  const [first = '', second = ''] = words.split(/[\s.,;:)]+/);
  const ids = Object.keys(MANIFEST.commands);
  // Which command of a topic it is may be an expression, too.
  if (second === 'X') return ids.find((id) => id.replace(/:.*/, '') === first);
  return ids.find((id) => id === `${first}:${second}`) ?? ids.find((id) => id === first);
}

describe('commands that the product tells people to run', () => {
  const told = commandsIn('src/lib');

  it('are found in numbers', () => {
    expect(told.length).toBeGreaterThan(40);
  });

  it('exist, with every flag that is written behind them', () => {
    const wrong = told.flatMap(({place, words}) => {
      const id = commandOf(words);
      if (id === undefined) return [`${place}: no command "${words}"`];
      const known = [...Object.keys(MANIFEST.commands[id]?.flags ?? {}), 'help'];
      return [...words.matchAll(/ --([a-z][a-z0-9-]*)/g)]
        .filter(([, flag = '']) => !known.includes(flag))
        .map(([flag]) => `${place}: ${id} has no${flag}`);
    });
    expect(wrong).toEqual([]);
  });
});
