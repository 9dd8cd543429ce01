import type {SandboxClock} from '../clock.js';
import {brokenRules} from '../constraints/broken-rules.js';
import type {SandboxRequest, SandboxService} from '../service.js';
import type {Alarms} from './alarm/alarms.js';
import {describeAlarms, describeAlarmsForMetric} from './alarm/describe-alarms.js';
import {cloudwatchRules} from './cloudwatch-rules.js';
import {getMetricData} from './get-metric-data.js';
import {getMetricStatistics} from './get-metric-statistics.js';
import {listMetrics} from './list-metrics.js';
import type {MetricsStore} from './metrics-store.js';
import {protocolOf} from './protocol.js';
import {putMetricData} from './put-metric-data.js';
import {CloudWatchError, validationError} from './service-error.js';

type Operation = (input: unknown, request: SandboxRequest) => object | undefined;

/** CloudWatch over AWS JSON 1.0, Smithy RPC v2 CBOR and Query: metrics, metric math, and alarms. */
export function createCloudWatch(metrics: MetricsStore, clock: SandboxClock, alarms: Alarms): SandboxService {
  const operations = new Map<string, Operation>([
    ['GetMetricData', (input) => getMetricData(metrics, clock, input)],
    ['GetMetricStatistics', (input) => getMetricStatistics(metrics, clock, input)],
    ['ListMetrics', (input) => listMetrics(metrics, input)],
    ['PutMetricData', (input) => putMetricData(metrics, clock, input)],
    ['DescribeAlarms', (input) => describeAlarms(alarms.list(), input)],
    ['DescribeAlarmsForMetric', (input) => describeAlarmsForMetric(alarms.list(), input)],
    [
      'DescribeAlarmHistory',
      (input) => {
        alarms.list();
        return alarms.history.describe(input);
      },
    ],
    ['EnableAlarmActions', (input) => alarms.switchActions(input, true)],
    ['DisableAlarmActions', (input) => alarms.switchActions(input, false)],
    ['PutMetricAlarm', (input) => alarms.putMetricAlarm(input)],
    ['PutCompositeAlarm', (input) => alarms.putCompositeAlarm(input)],
    ['DeleteAlarms', (input) => alarms.deleteAlarms(input)],
    ['ListTagsForResource', (input) => alarms.listTagsForResource(input)],
    ['TagResource', (input) => alarms.tagResource(input)],
    ['UntagResource', (input) => alarms.untagResource(input)],
    ['SetAlarmState', (input) => alarms.setAlarmState(input)],
  ]);
  return {
    async handle(request) {
      const protocol = protocolOf(request);
      try {
        const name = protocol.operation(request) ?? '';
        const operation = operations.get(name);
        if (!operation)
          throw new CloudWatchError('InvalidAction', `The sandbox does not know the operation "${name}".`);
        const input = protocol.decode(request);
        const broken = brokenRules(cloudwatchRules, input);
        if (broken !== undefined) throw validationError(broken);
        return protocol.encode(name, operation(input, request), request.requestId);
      } catch (error) {
        if (error instanceof CloudWatchError) return protocol.encodeError(error, request.requestId);
        throw error;
      }
    },
  };
}
