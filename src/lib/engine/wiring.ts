import {AwsClients} from '../aws/clients.js';
import {clockFrom} from '../aws/clock.js';
import {CloudWatchLogs} from '../aws/cloudwatch/logs.js';
import {CloudWatchMetrics} from '../aws/cloudwatch/metrics.js';
import {CloudWatchRecordStore} from '../aws/cloudwatch/record-store.js';
import {CloudWatchSignals} from '../aws/cloudwatch/signals.js';
import {EventBridgeBus} from '../aws/events/event-bus.js';
import {LambdaAliases} from '../aws/lambda/aliases.js';
import {LambdaFunctions} from '../aws/lambda/functions.js';
import {LambdaKeptPolicies} from '../aws/lambda/kept-policies.js';
import {SchedulerLeases} from '../aws/scheduler/leases.js';
import type {OnceDeps} from '../execute/rollout/deps.js';
import type {EventBusPort} from '../ports/rollout/notices.js';
import type {RecordStore} from '../ports/rollout/record-store.js';

/** What a tick reads and writes, and by what it tells others of it. */
export type TickPorts = Omit<OnceDeps, 'events'> & {readonly recordStore: RecordStore; readonly eventBus: EventBusPort};

/** The ports of a tick that runs in Lambda: there is no machine of anybody's to run commands on, and no hook gets here. */
export function createTickWiring(environment: {readonly [name: string]: string | undefined}): TickPorts {
  const clock = clockFrom(environment);
  const clients = new AwsClients();
  return {
    clock,
    aliases: new LambdaAliases(clients),
    metrics: new CloudWatchMetrics(clients, clock),
    signals: new CloudWatchSignals(clients, clock),
    policies: new LambdaKeptPolicies(clients),
    leases: new SchedulerLeases(clients),
    functions: new LambdaFunctions(clients, clients),
    logs: new CloudWatchLogs(clients),
    recordStore: new CloudWatchRecordStore(clients),
    eventBus: new EventBridgeBus(clients),
    commands: {
      run: () => Promise.reject(new Error('An engine runs no commands; the plan refuses a rollout that has some.')),
    },
  };
}
