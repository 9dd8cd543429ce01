import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import type {ReleaseFile} from '../../config/release-file.js';
import {UsageError} from '../../errors.js';
import {decodedText} from '../../model/decoded-text.js';
import {HOOK_MOMENTS, type Hook, type RolloutChecks, type SmokeTest, type WarmUp} from '../../model/rollout/checks.js';

/** What a person says of checks, by the names of the options; absent is `undefined`. */
export interface CheckOptions {
  readonly smoke?: readonly string[] | undefined;
  readonly warm?: number | undefined;
  readonly 'warm-event'?: string | undefined;
  readonly 'before-shift'?: string | undefined;
  readonly 'after-step'?: string | undefined;
  readonly 'before-promote'?: string | undefined;
  readonly 'after-rollback'?: string | undefined;
}

/**
 * Smoke tests, warming and hooks: options before the release file. What an option names is relative to `here`, what the file names to
 * its own folder, or to the bundle's. Throws UsageError when an event cannot be read or is no JSON, or there is no folder for commands to run in.
 */
export async function readRolloutChecks(
  options: CheckOptions,
  file: ReleaseFile | undefined,
  here: string,
): Promise<RolloutChecks> {
  const folder = file === undefined ? here : path.dirname(file.path);
  const smoke = options.smoke
    ? options.smoke.map((event) => readEvent({name: event, expect: {}, folder: here}))
    : (file?.rollout.smoke ?? []).map(({event, expect}) => readEvent({name: event, expect, folder}, file?.events));
  const typed = {
    beforeShift: options['before-shift'],
    afterStep: options['after-step'],
    beforePromote: options['before-promote'],
    afterRollback: options['after-rollback'],
  };
  const hooks = HOOK_MOMENTS.flatMap((moment): [string, Hook][] => {
    const command = typed[moment];
    if (command !== undefined) return [[moment, {command, folder: here}]];
    const written = file?.rollout.hooks?.[moment];
    return written === undefined ? [] : [[moment, {command: written, folder}]];
  });
  const tests = await Promise.all(smoke);
  const warm = await readWarmUp(options, file, {here, folder, tests});
  const checks = {smoke: tests, ...(warm && {warm}), hooks: Object.fromEntries(hooks)};
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

/** No event is ever made up: whatever it is, the handler acts on it. */
async function readWarmUp(
  options: CheckOptions,
  file: ReleaseFile | undefined,
  {here, folder, tests}: {readonly here: string; readonly folder: string; readonly tests: readonly SmokeTest[]},
): Promise<WarmUp | undefined> {
  const calls = options.warm ?? file?.rollout.warm?.calls ?? 0;
  if (calls === 0) return undefined;
  const typed = options['warm-event'];
  if (typed !== undefined) return {calls, ...(await readJson({name: typed, folder: here}, 'warm'))};
  const written = file?.rollout.warm?.event;
  if (written !== undefined) return {calls, ...(await readJson({name: written, folder}, 'warm', file?.events))};
  const [first] = tests;
  if (first) return {calls, name: first.name, payload: first.payload};
  throw new UsageError(`Nothing says which event the ${calls} calls that warm the version are to send.`, {
    code: 'WARM_EVENT_MISSING',
    suggestions: [
      'Name one that changes nothing: --warm-event events/health.json, or rollout.warm: {calls: 5, event: events/health.json}.',
      'A smoke test has one, too: --smoke events/health.json.',
      'Or do without: --warm 0',
    ],
  });
}

async function readEvent(test: Omit<SmokeTest, 'payload'>, bundled?: ReadonlyMap<string, string>): Promise<SmokeTest> {
  return {...test, ...(await readJson(test, 'smoke', bundled))};
}

const EVENT_OF = {
  smoke: {owner: 'a smoke test', code: 'SMOKE_EVENT_UNREADABLE', flag: '--smoke'},
  warm: {owner: 'the calls that warm the version', code: 'WARM_EVENT_UNREADABLE', flag: '--warm-event'},
};

async function readJson(
  {name, folder}: {readonly name: string; readonly folder: string},
  of: keyof typeof EVENT_OF,
  bundled?: ReadonlyMap<string, string>,
): Promise<{readonly name: string; readonly payload: string}> {
  try {
    const payload = bundled?.get(name) ?? decodedText(await readFile(path.resolve(folder, name)));
    JSON.parse(payload);
    return {name, payload};
  } catch (error) {
    const {owner, code, flag} = EVENT_OF[of];
    throw new UsageError(`The event of ${owner}, ${name}, cannot be used: ${(error as Error).message}`, {
      code,
      suggestions: [
        'Name a file that holds one event as JSON; the release file counts from its own folder.',
        `Bundles of earlier versions do not hold the events: make it anew, or name others with ${flag}.`,
      ],
      details: {event: name},
      cause: error,
    });
  }
}
