import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Command, Interfaces} from '@oclif/core';
import {expect, test} from 'vitest';
import {packageRoot} from '../../src/lib/package-root.js';

const manifest = JSON.parse(
  await readFile(path.join(packageRoot, 'oclif.manifest.json'), 'utf8'),
) as Interfaces.Manifest;
const commands = Object.values(manifest.commands);

// A line that goes or changes here breaks somebody's pipeline: see the table of breaking changes in CONTRIBUTING.md.
test('commands, arguments and flags are these', async () => {
  const lines = commands.flatMap((command) => [
    [command.id.replaceAll(':', ' '), ...Object.values(command.args).map(argText)].join(' '),
    ...Object.values(command.flags)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((flag) => `  ${flag.char ? `-${flag.char} ` : ''}--${flag.name}${flagText(flag)}`),
  ]);

  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('command-tree.txt');
});

test('every command has a summary, and every argument and flag says what it is', () => {
  const silent = commands.flatMap((command) => [
    ...(command.summary ? [] : [command.id]),
    ...Object.values(command.flags)
      .filter((flag) => !flag.summary)
      .map((flag) => `${command.id} --${flag.name}`),
    ...Object.values(command.args)
      .filter((arg) => !arg.description)
      .map((arg) => `${command.id} ${arg.name}`),
  ]);

  expect(silent).toEqual([]);
});

// The manifest does not say it, so the commands themselves are asked.
test('a flag that may be given several times takes one value each time, and leaves the argument after it alone', async () => {
  const folder = path.join(packageRoot, 'src', 'commands');
  const files = (await readdir(folder, {recursive: true})).filter((file) => file.endsWith('.ts'));
  const greedy = await Promise.all(
    files.map(async (file) => {
      const {default: command} = (await import(path.join(folder, file))) as {default: Command.Class};
      return Object.entries(command.flags ?? {})
        .filter(([, flag]) => flag.type === 'option' && flag.multiple && !flag.multipleNonGreedy)
        .map(([name]) => `${file} --${name}`);
    }),
  );

  expect(files.length).toBe(commands.length);
  expect(greedy.flat()).toEqual([]);
});

test('every command shows an example', () => {
  expect(commands.filter((command) => !command.examples?.length).map((command) => command.id)).toEqual([]);
});

test('every command answers as JSON', () => {
  expect(commands.filter((command) => command.flags.json === undefined).map((command) => command.id)).toEqual([]);
});

function argText(arg: {name: string; required?: boolean}): string {
  return arg.required ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`;
}

function flagText(flag: (typeof commands)[number]['flags'][string]): string {
  const value = flag.type === 'option' ? `=${flag.options?.join('|') ?? 'value'}` : '';
  const repeated = flag.type === 'option' && flag.multiple ? '...' : '';
  return `${value}${repeated}${flag.env ? ` ${flag.env}` : ''}${flag.required ? ' required' : ''}`;
}
