import type {SandboxClock} from '../clock.js';
import {brokenRules} from '../constraints/broken-rules.js';
import type {Place} from '../place.js';
import type {SandboxResponse, SandboxService} from '../service.js';
import {describeLogGroups, describeLogStreams} from './describe.js';
import {groupOperations} from './groups.js';
import type {LogStore} from './log-store.js';
import {invalidParameter, LogsError} from './logs-error.js';
import {logsRules} from './logs-rules.js';
import type {MetricFilters} from './metric-filters.js';
import {putLogEvents} from './put-log-events.js';
import {filterLogEvents, getLogEvents} from './read-events.js';

type Operation = (input: unknown) => object;

const TARGET = /^Logs_20140328\.(\w+)$/;

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
  return {
    async handle(request) {
      const name = TARGET.exec(String(request.headers['x-amz-target'] ?? ''))?.[1] ?? '';
      const operation = operations.get(name);
      try {
        if (!operation) throw new LogsError('UnknownOperationException', `The sandbox does not know "${name}".`);
        const input = parseBody(request.body);
        const broken = brokenRules(logsRules, input);
        if (broken !== undefined) throw invalidParameter(broken);
        return json(200, operation(input), clock);
      } catch (error) {
        if (!(error instanceof LogsError)) throw error;
        return json(400, {__type: error.shape, message: error.message}, clock);
      }
    },
  };
}

function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new LogsError('SerializationException', 'The request is not a JSON document.');
  }
}

function json(status: number, value: object, clock: SandboxClock): SandboxResponse {
  const date = new Date(clock.now()).toUTCString();
  return {status, headers: {'content-type': 'application/x-amz-json-1.1', date}, body: JSON.stringify(value)};
}
