import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {Config, type Interfaces, Plugin, run, settings} from '@oclif/core';
import {UsageError} from '../errors.js';
import {packageRoot} from '../package-root.js';
import {failureOf} from './failure-of.js';
import {helpPage, helpTopics, toHelpFlag} from './help/help-words.js';
import {meantCommand, wordsOf} from './help/meant-command.js';
import {flushStreams, tolerateFailingOutput} from './streams.js';
import {tellFailure} from './tell-failure.js';

/**
 * The process: finds the command, runs it and ends with its exit code once both streams are flushed. Commands report their
 * own failures; what is reported here is a command that is not there, or could not be loaded.
 */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  tolerateFailingOutput();
  let config: Config | undefined;
  try {
    config = await loadConfig();
    const page = argv[0] === 'help' ? await helpPage(argv[1]) : undefined;
    if (page === undefined) await run([...toHelpFlag(argv)], config);
    else process.stdout.write(page);
  } catch (error) {
    const notFound = config && (await commandNotFound(error, config, argv));
    const failure = failureOf(notFound ?? error, {bin: config?.bin ?? 'lambda-release', words: ''});
    tellFailure(error, failure, argv.includes('--json') ? {command: 'unknown', warnings: []} : undefined);
  }
  await flushStreams();
  process.exit();
}

/** oclif's configuration; run from source, the commands are the TypeScript files and no manifest stands in for them. */
export async function loadConfig(): Promise<Config> {
  // oclif would look for TypeScript, and warn that there is none, wherever NODE_ENV is "test" or "development".
  settings.enableAutoTranspile = false;
  const here = fileURLToPath(import.meta.url);
  if (!here.startsWith(path.join(packageRoot, 'src') + path.sep)) return Config.load({root: packageRoot});
  const pjson = JSON.parse(await readFile(path.join(packageRoot, 'package.json'), 'utf8')) as Interfaces.PJSON;
  const commands = {strategy: 'pattern', target: './src/commands'} as const;
  // Config would not pass ignoreManifest on, and the manifest names files of dist/.
  const fromSource = {...pjson, oclif: {...pjson.oclif, commands}};
  const plugin = new Plugin({root: packageRoot, isRoot: true, ignoreManifest: true, pjson: fromSource});
  await plugin.load();
  return Config.load({root: packageRoot, plugins: new Map([[plugin.name, plugin]])});
}

/**
 * oclif says "command concurrency:shwo:x not found" with no way out; this names the command that was probably meant, with whatever
 * else was typed.
 */
async function commandNotFound(
  error: unknown,
  config: Config,
  argv: readonly string[],
): Promise<UsageError | undefined> {
  if (!/^command .+ not found\.?$/i.test(error instanceof Error ? error.message : '')) return undefined;
  const isHelp = argv[0] === 'help';
  const typed = isHelp ? argv.slice(1) : argv;
  const commands = config.commandIDs.map((command) => command.replaceAll(':', ' '));
  const topics = isHelp ? await helpTopics() : [];
  const meant = meantCommand(typed, commands, topics);
  return new UsageError(`There is no command "${wordsOf(typed, commands)}".`, {
    code: 'COMMAND_NOT_FOUND',
    suggestions: [
      ...(meant === undefined ? [] : [`${config.bin} ${isHelp ? 'help ' : ''}${meant}`]),
      ...(isHelp ? [`Pages beside the commands: ${topics.join(', ')}`] : []),
      `See ${config.bin} --help`,
    ],
    details: {command: wordsOf(typed, commands)},
  });
}
