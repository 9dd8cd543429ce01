import {closestName} from '../../config/closest-name.js';
import {shellQuoted} from '../../model/shell-quoted.js';

/** Words of what was typed that were to be a command: as many as a command of that beginning would have. */
export function wordsOf(argv: readonly string[], commands: readonly string[]): string {
  const [first = '', second] = beforeFlags(argv);
  const topics = new Set(commands.flatMap((command) => (command.includes(' ') ? [command.split(' ')[0] ?? ''] : [])));
  const isTopic = closestName(first, [...topics]) !== undefined;
  return isTopic && second !== undefined ? `${first} ${second}` : first;
}

/**
 * The command that was probably meant, ready for a shell and with everything that was typed behind it; one of the topics where a page
 * is asked for. Nothing when none is near.
 */
export function meantCommand(
  argv: readonly string[],
  commands: readonly string[],
  topics: readonly string[] = [],
): string | undefined {
  const words = beforeFlags(argv);
  for (const count of [2, 1]) {
    if (words.length < count) continue;
    const known = [...commands, ...topics].filter((command) => command.split(' ').length === count);
    const meant = closestName(words.slice(0, count).join(' '), known);
    if (meant !== undefined) return [meant, ...argv.slice(count).map(shellQuoted)].join(' ');
  }
  return undefined;
}

function beforeFlags(argv: readonly string[]): readonly string[] {
  const flag = argv.findIndex((word) => word.startsWith('-'));
  return flag < 0 ? argv : argv.slice(0, flag);
}
