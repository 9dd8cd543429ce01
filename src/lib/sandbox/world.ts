import type {SandboxClock} from './clock.js';
import {Alarms} from './cloudwatch/alarm/alarms.js';
import {createCloudWatch} from './cloudwatch/cloudwatch-service.js';
import type {MetricFaults} from './cloudwatch/metric-faults.js';
import {MetricsStore} from './cloudwatch/metrics-store.js';
import type {Sessions} from './credentials/sessions.js';
import {createEcr} from './ecr/ecr-service.js';
import {readImage} from './ecr/image.js';
import type {Registries} from './ecr/registry.js';
import {EventBridge} from './events/event-bridge.js';
import type {AliasPropagation} from './lambda/alias/propagation.js';
import {heldConcurrencyTotal} from './lambda/concurrency/pool.js';
import type {Transitions} from './lambda/function/transitions.js';
import {QueuePollers} from './lambda/invoke/queue-pollers.js';
import {createLambda} from './lambda/lambda-service.js';
import {LambdaState} from './lambda/state.js';
import {Loads} from './load/loads.js';
import {LogStore} from './logs/log-store.js';
import {createLogs} from './logs/logs-service.js';
import {extractMetrics} from './logs/metric-extraction.js';
import {MetricFilters} from './logs/metric-filters.js';
import type {Place} from './place.js';
import {eventMetrics} from './runtime/event-metrics.js';
import {InvocationMetrics} from './runtime/invocation-metrics.js';
import {createInvoker} from './runtime/invoker.js';
import type {Runtimes} from './runtime/launch/runtimes.js';
import type {S3Service} from './s3/s3-service.js';
import {Deliveries} from './scheduler/deliveries.js';
import {deliveryMetric} from './scheduler/delivery-metric.js';
import {createScheduler} from './scheduler/scheduler-service.js';
import {Schedules} from './scheduler/schedules.js';
import type {SandboxRequest, SandboxResponse} from './service.js';
import type {Services} from './services.js';
import {createSigner} from './signer/signer-service.js';
import {Queues} from './sqs/queues.js';
import {createSqs} from './sqs/sqs-service.js';
import {ParameterStore} from './ssm/parameter-store.js';
import {createSsm} from './ssm/ssm-service.js';
import {createSts} from './sts/sts-service.js';

/** What every world of one sandbox is made with. */
export interface WorldOptions {
  readonly clock: SandboxClock;
  readonly transitions: Transitions;
  /** Concurrent executions of an account in a Region. */
  readonly accountConcurrency: number;
  /** Control-plane requests per second of sandbox time; 0 = unlimited. */
  readonly requestsPerSecond: number;
  /** Sandbox milliseconds until metrics are visible. */
  readonly metricsDelayMs: number;
  readonly metricFaults: MetricFaults;
  readonly sessions: Sessions;
  readonly propagation: AliasPropagation;
  readonly onBug: (error: unknown) => void;
  /** Makes a call within the sandbox as a client would, faults and quotas included; undefined = no answer arrived. */
  readonly call: (request: SandboxRequest) => Promise<SandboxResponse | undefined>;
  readonly runtimes: Runtimes;
  /** The project whose AWS SDK for JavaScript handlers find. */
  readonly sdkFrom: string | undefined;
  readonly acceptAnyRuntime: boolean;
  /** Where the sandbox answers, once it does. */
  readonly endpointUrl: () => string | undefined;
}

/** All services of one account in one Region, and what they hold. */
export interface World {
  readonly place: Place;
  readonly services: Services;
  readonly lambda: LambdaState;
  readonly loads: Loads;
  readonly deliveries: Deliveries;
  readonly eventBridge: EventBridge;
  /** Stops delivering events and ends every child process. */
  close(): Promise<void>;
}

/** What worlds have in common: S3 within a partition, where a bucket's name is taken once, and the registries, which Lambda reads across accounts. */
interface Shared {
  readonly s3: S3Service;
  readonly registries: Registries;
}

export function createWorld(place: Place, options: WorldOptions, {s3, registries}: Shared): World {
  const {clock, transitions, accountConcurrency, requestsPerSecond, onBug, endpointUrl, propagation, acceptAnyRuntime} =
    options;
  const metrics = new MetricsStore(clock, {delayMs: options.metricsDelayMs, faults: options.metricFaults});
  const logs: LogStore = new LogStore(clock, (event) => extractMetrics(metrics, clock, filters, event));
  const filters = new MetricFilters(logs, () => clock.now());
  const state = new LambdaState();
  const invoker = createInvoker({
    clock,
    metrics,
    logs,
    accountConcurrency,
    reservedConcurrency: () => heldConcurrencyTotal(state),
    endpointUrl,
    runtimes: options.runtimes,
    sdkFrom: options.sdkFrom,
  });
  const lambdaWorld = {
    ...place,
    clock,
    state,
    transitions,
    invoker,
    accountConcurrency,
    acceptAnyRuntime,
    readObject: s3.readObject,
    readImage: (uri: string) => readImage(registries, uri, place.region),
    propagation,
  };
  const queues = new Queues(place, clock);
  const pollers = new QueuePollers(lambdaWorld, queues, onBug);
  const lambda = createLambda(lambdaWorld, {
    requestsPerSecond,
    onBug,
    onEventSource: () => pollers.poll(),
    countEvent: (metric, functionName) => metrics.record(eventMetrics(metric, functionName, clock.now())),
  });
  const loads = new Loads({clock, state, metrics: new InvocationMetrics(metrics), propagation});
  const alarms = new Alarms({place, clock, metrics, beforeEvaluation: () => loads.catchUp()});
  const eventBridge = new EventBridge({
    place,
    clock,
    lambda: state,
    record: (data) => metrics.record(data),
    call: options.call,
    onBug,
  });
  const deliveries = new Deliveries({
    place,
    clock,
    onBug,
    call: options.call,
    count: (metricName, group) => metrics.record([deliveryMetric(metricName, group, clock.now())]),
  });
  const schedules = new Schedules({place, clock, deliveries});
  return {
    place,
    lambda: state,
    loads,
    deliveries,
    eventBridge,
    services: {
      lambda,
      cloudwatch: createCloudWatch(metrics, clock, alarms),
      logs: createLogs(logs, filters, clock, place),
      s3,
      ecr: createEcr(registries, place, clock),
      signer: createSigner(place, clock, s3),
      ssm: createSsm(new ParameterStore({...place, clock})),
      sts: createSts(place, options.sessions),
      scheduler: createScheduler(schedules, place),
      events: eventBridge.service,
      sqs: createSqs(queues, endpointUrl, place.accountId),
    },
    async close() {
      lambda.close();
      pollers.close();
      alarms.close();
      schedules.close();
      eventBridge.close();
      deliveries.close();
      await invoker.close();
    },
  };
}
