import {invalid} from '../failure.js';
import type {Input} from '../input.js';
import {Violations} from '../violations.js';

const KEPT = [
  'EventSourceArn',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'ParallelizationFactor',
  'StartingPosition',
  'StartingPositionTimestamp',
  'DestinationConfig',
  'FilterCriteria',
  'MaximumRecordAgeInSeconds',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'TumblingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
  'MetricsConfig',
  'KMSKeyArn',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'SelfManagedEventSource',
  'AmazonManagedKafkaEventSourceConfig',
  'SelfManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
  'ProvisionedPollerConfig',
];

const streams = ['kinesis', 'dynamodb'];

/** What a request says about the source, member by member as AWS gives it back. */
export function sourceMembers(input: Input): Record<string, unknown> {
  return Object.fromEntries(KEPT.filter((name) => input.has(name)).map((name) => [name, input.verbatim(name)]));
}

/** The settings a mapping has without a word about them (Lambda API reference, CreateEventSourceMapping). */
export function sourceDefaults(service: string): Record<string, unknown> {
  if (service === 'sqs') return {BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: []};
  if (!streams.includes(service)) return {BatchSize: 100, MaximumBatchingWindowInSeconds: 0};
  return {
    BatchSize: 100,
    MaximumBatchingWindowInSeconds: 0,
    ParallelizationFactor: 1,
    DestinationConfig: {OnFailure: {}},
    MaximumRecordAgeInSeconds: -1,
    BisectBatchOnFunctionError: false,
    MaximumRetryAttempts: -1,
    TumblingWindowInSeconds: 0,
    FunctionResponseTypes: [],
    LastProcessingResult: 'No records processed',
  };
}

/** The kind of source, as its ARN names the service. Refuses what AWS refuses about it. */
export function checkSource(input: Input): string {
  const source = input.text('EventSourceArn');
  if (source === undefined && !input.has('SelfManagedEventSource')) throw invalid('Unrecognized event source.');
  const service = source === undefined ? 'kafka' : (source.split(':')[2] ?? '');
  const position = input.text('StartingPosition');
  const violations = new Violations();
  violations.range(input.number('BatchSize'), 'batchSize', 1, 10_000);
  violations.range(input.number('MaximumBatchingWindowInSeconds'), 'maximumBatchingWindowInSeconds', 0, 300);
  violations.oneOf(position, 'startingPosition', ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON']);
  violations.throwIfAny();
  if (input.record('DestinationConfig')?.has('OnSuccess')) {
    throw invalid('Unsupported DestinationConfig parameter for given event source mapping type.');
  }
  if (streams.includes(service) && position === undefined) {
    throw invalid(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (service === 'dynamodb' && position === 'AT_TIMESTAMP') {
    throw invalid(`Unsupported starting position for arn type: ${source}`);
  }
  if (service === 'sqs' && (input.number('BatchSize') ?? 10) > 10 && !input.number('MaximumBatchingWindowInSeconds')) {
    throw invalid('Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10');
  }
  return service;
}
