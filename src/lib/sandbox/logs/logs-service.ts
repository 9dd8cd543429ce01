import type {SandboxClock} from '../clock.js';
import {brokenRules} from '../constraints/broken-rules.js';
import {createJsonService} from '../json-service.js';
import type {Place} from '../place.js';
import type {SandboxService} from '../service.js';
import {describeLogGroups, describeLogStreams} from './describe.js';
import {groupOperations} from './groups.js';
import type {LogStore} from './log-store.js';
import {invalidParameter} from './logs-error.js';
import {logsRules} from './logs-rules.js';
import type {MetricFilters} from './metric-filters.js';
import {putLogEvents} from './put-log-events.js';
import {filterLogEvents, getLogEvents} from './read-events.js';

type Operation = (input: unknown) => object;

/** CloudWatch Logs over AWS JSON 1.1: writing, reading, and metrics of what is written. */
export function createLogs(store: LogStore, filters: MetricFilters, clock: SandboxClock, place: Place): SandboxService {
  const operations = new Map<string, Operation>([
    ['FilterLogEvents', (input) => filterLogEvents(store, input)],
    ['GetLogEvents', (input) => getLogEvents(store, input)],
    ['PutLogEvents', (input) => putLogEvents(store, clock, input)],
    ['DescribeLogGroups', (input) => describeLogGroups(store, filters, place, input)],
    ['DescribeLogStreams', (input) => describeLogStreams(store, place, input)],
    ...groupOperations(store, place),
    ...filters.operations(),
  ]);
  return createJsonService({
    target: 'Logs_20140328',
    headers: () => ({date: new Date(clock.now()).toUTCString()}),
    answer(name, input) {
      const operation = operations.get(name);
      const broken = operation && brokenRules(logsRules, input);
      if (broken !== undefined) throw invalidParameter(broken);
      return operation?.(input);
    },
  });
}
