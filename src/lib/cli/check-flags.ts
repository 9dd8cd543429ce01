import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {Flags} from '@oclif/core';
import type {ReleaseFile} from '../config/release-file.js';
import {UsageError} from '../errors.js';
import {HOOK_MOMENTS, type Hook, type RolloutChecks, type SmokeTest} from '../model/rollout/checks.js';

/** Hooks of a rollout; what they leave out comes from the release file. */
export const hookFlags = {
  'before-shift': Flags.string({
    summary: 'Command to run before every move below 100 %; its failure stops the rollout.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'after-step': Flags.string({
    summary: 'Command to run after every step that passed; its failure takes the version back.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'before-promote': Flags.string({
    summary: 'Command to run before all traffic moves; its failure takes the version back.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
  'after-rollback': Flags.string({
    summary: 'Command to run once stable has all traffic again; its failure is only told.',
    helpValue: 'COMMAND',
    helpGroup: 'CHECKS',
  }),
};

/** Hooks, and smoke tests before the first move. */
export const checkFlags = {
  smoke: Flags.string({
    summary:
      'JSON file with an event that the version has to answer before it gets traffic. May be given several times.',
    helpValue: 'FILE',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'CHECKS',
  }),
  ...hookFlags,
};

interface CheckFlagValues {
  readonly smoke?: readonly string[] | undefined;
  readonly 'before-shift'?: string | undefined;
  readonly 'after-step'?: string | undefined;
  readonly 'before-promote'?: string | undefined;
  readonly 'after-rollback'?: string | undefined;
}

/**
 * Smoke tests and hooks: flags before the release file. What the file names is relative to its own folder, or to the
 * bundle's. Throws UsageError when an event cannot be read or is no JSON, or there is no folder for commands to run in.
 */
export async function toRolloutChecks(flags: CheckFlagValues, file: ReleaseFile | undefined): Promise<RolloutChecks> {
  const here = process.cwd();
  const folder = file === undefined ? here : path.dirname(file.path);
  const smoke = flags.smoke
    ? flags.smoke.map((event) => readEvent(event, {}, here))
    : (file?.rollout.smoke ?? []).map(({event, expect}) => readEvent(event, expect, folder));
  const typed = {
    beforeShift: flags['before-shift'],
    afterStep: flags['after-step'],
    beforePromote: flags['before-promote'],
    afterRollback: flags['after-rollback'],
  };
  const hooks = HOOK_MOMENTS.flatMap((moment): [string, Hook][] => {
    const command = typed[moment];
    if (command !== undefined) return [[moment, {command, folder: here}]];
    const written = file?.rollout.hooks?.[moment];
    return written === undefined ? [] : [[moment, {command: written, folder}]];
  });
  const checks = {smoke: await Promise.all(smoke), hooks: Object.fromEntries(hooks)};
  await requireFolders(checks);
  return checks;
}

/** A command that cannot be started looks as if it had failed, and takes a good version back: better to know before the first move. */
async function requireFolders({smoke, hooks}: RolloutChecks): Promise<void> {
  const withCommand = smoke.filter(({expect}) => expect.command !== undefined);
  for (const folder of new Set([...withCommand, ...Object.values(hooks)].map((each) => each.folder))) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) continue;
    throw new UsageError(`The commands of the release file cannot run in ${folder}: it is no folder.`, {
      code: 'HOOK_FOLDER_MISSING',
      suggestions: [
        'Commands run in the folder of the release file, or of the bundle: make it, or name a file with --config.',
      ],
      details: {folder},
    });
  }
}

async function readEvent(name: string, expect: SmokeTest['expect'], folder: string): Promise<SmokeTest> {
  try {
    const payload = await readFile(path.resolve(folder, name), 'utf8');
    JSON.parse(payload);
    return {name, payload, expect, folder};
  } catch (error) {
    throw new UsageError(`The event of a smoke test, ${name}, cannot be used: ${(error as Error).message}`, {
      code: 'SMOKE_EVENT_UNREADABLE',
      suggestions: [
        'Name a file that holds one event as JSON; the release file counts from its own folder.',
        'A bundle does not hold the events: put them where they are named, beside it, or name others with --smoke.',
      ],
      details: {event: name},
      cause: error,
    });
  }
}
