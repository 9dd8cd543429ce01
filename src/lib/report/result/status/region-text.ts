import {formatCountOf} from '../../number-text.js';
import {formatFields} from '../../table.js';
import {aliasTable, type StatusReport} from './status-text.js';

/** What is under way in a region, in one table, and how much was looked at for it. */
export function regionText({nowMs, functions, region}: StatusReport, terminalColumns?: number): string {
  const aliases = functions.flatMap((status) => status.aliases);
  const odd = functions.flatMap(({oddities}) => oddities).map(({message, wayOut}) => `! ${message}\n  ${wayOut}`);
  const {functionCount = 0, aliasCount = 0, unreadable = []} = region ?? {};
  const common = formatFields([
    ['Looked at', `${formatCountOf(functionCount, 'function')}, ${formatCountOf(aliasCount, 'alias', 'aliases')}`],
    ['Not readable', unreadable.length > 0 ? unreadable.map(({functionName}) => functionName).join(', ') : undefined],
    ['Because', unreadable[0]?.message],
  ]);
  const table = aliases.length > 0 ? aliasTable(aliases, nowMs, terminalColumns) : 'No alias has weights or a rollout.';
  return [table, ...(odd.length > 0 ? [odd.join('\n')] : []), common].join('\n\n');
}
