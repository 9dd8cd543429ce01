import type {AlarmType, CompositeAlarm, LogAlarm, MetricAlarm} from '@aws-sdk/client-cloudwatch';
import type {AlarmReading} from '../../analysis/signal-readings.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';

/** Without AlarmTypes only metric alarms are given, and the others are left out without a word (API reference). */
const TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];
/** DescribeAlarms takes a hundred names. */
const NAMES_PER_REQUEST = 100;

/** The alarms of these names, in this order; CloudWatch leaves out what it does not know, here it is MISSING. */
export async function readAlarms(
  clients: AwsClients,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly AlarmReading[]> {
  const found = new Map<string, AlarmReading>();
  for (let first = 0; first < names.length; first += NAMES_PER_REQUEST) {
    const batch = names.slice(first, first + NAMES_PER_REQUEST);
    for (const alarm of await describe(clients, batch, signal)) found.set(alarm.name, alarm);
  }
  return names.map((name) => found.get(name) ?? {name, state: 'MISSING'});
}

async function describe(clients: AwsClients, names: readonly string[], signal?: AbortSignal): Promise<AlarmReading[]> {
  const {client, sdk} = await clients.cloudWatch();
  const call = {action: 'cloudwatch:DescribeAlarms', subject: `alarms ${names.join(', ')}`};
  const alarms: AlarmReading[] = [];
  let nextToken: string | undefined;
  do {
    const command = new sdk.DescribeAlarmsCommand({
      AlarmNames: [...names],
      AlarmTypes: TYPES,
      MaxRecords: NAMES_PER_REQUEST,
      ...(nextToken !== undefined && {NextToken: nextToken}),
    });
    const page = await callAws(call, () => client.send(command, requestOptions(signal)));
    for (const alarm of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []), ...(page.LogAlarms ?? [])]) {
      alarms.push(toReading(alarm));
    }
    nextToken = page.NextToken;
  } while (nextToken);
  return alarms;
}

function toReading(alarm: MetricAlarm | CompositeAlarm | LogAlarm): AlarmReading {
  // StateUpdatedTimestamp moves without a change of state; it stands in where the transition is not told.
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    name: alarm.AlarmName ?? '',
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    ...(since && {sinceMs: since.getTime()}),
    ...('EvaluationState' in alarm && alarm.EvaluationState !== undefined && {evaluation: alarm.EvaluationState}),
    ...(alarm.StateReason !== undefined && {reason: alarm.StateReason}),
  };
}
