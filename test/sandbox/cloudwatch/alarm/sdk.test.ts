import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DescribeAlarmsForMetricCommand,
  DisableAlarmActionsCommand,
  ListTagsForResourceCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import {expect, test} from 'vitest';
import {createCloudWatch} from '../../../../src/lib/sandbox/cloudwatch/cloudwatch-service.js';
import {hostService} from '../../service-host.js';
import {aStore, NOW_MS} from '../metrics-fixture.js';

async function aClient() {
  const {store, clock, alarms} = aStore();
  const host = await hostService(createCloudWatch(store, clock, alarms));
  const client = new CloudWatchClient({
    endpoint: host.endpoint,
    region: 'eu-west-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  const dispose = async () => {
    client.destroy();
    await host[Symbol.asyncDispose]();
  };
  return {client, [Symbol.asyncDispose]: dispose};
}

test('alarms: composite ones only when asked for, unknown names not at all, states by SetAlarmState', async () => {
  await using at = await aClient();
  const metric = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0.5,
    ComparisonOperator: 'GreaterThanThreshold',
  } as const;
  await at.client.send(new PutMetricAlarmCommand({AlarmName: 'errors', ...metric}));
  await at.client.send(new PutCompositeAlarmCommand({AlarmName: 'all', AlarmRule: 'ALARM(errors)'}));
  const names = {AlarmNames: ['errors', 'all', 'nobody']};
  const usual = await at.client.send(new DescribeAlarmsCommand(names));
  expect(usual.MetricAlarms).toMatchObject([{AlarmName: 'errors', StateValue: 'INSUFFICIENT_DATA', ...metric}]);
  expect(usual.CompositeAlarms).toEqual([]);
  await at.client.send(new SetAlarmStateCommand({AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'rehearsal'}));
  const both = await at.client.send(
    new DescribeAlarmsCommand({...names, AlarmTypes: ['MetricAlarm', 'CompositeAlarm']}),
  );
  expect(both.MetricAlarms).toMatchObject([
    {StateValue: 'ALARM', StateReason: 'rehearsal', StateTransitionedTimestamp: new Date(NOW_MS)},
  ]);
  expect(both.CompositeAlarms).toMatchObject([{AlarmName: 'all', AlarmRule: 'ALARM(errors)'}]);
  const ResourceARN = both.MetricAlarms?.[0]?.AlarmArn;
  await at.client.send(new TagResourceCommand({ResourceARN, Tags: [{Key: 'team', Value: 'shop'}]}));
  expect((await at.client.send(new ListTagsForResourceCommand({ResourceARN}))).Tags).toEqual([
    {Key: 'team', Value: 'shop'},
  ]);
  const ofMetric = await at.client.send(
    new DescribeAlarmsForMetricCommand({Namespace: 'AWS/Lambda', MetricName: 'Errors'}),
  );
  expect(ofMetric.MetricAlarms?.map(({AlarmName}) => AlarmName)).toEqual(['errors']);
  const {AlarmHistoryItems} = await at.client.send(new DescribeAlarmHistoryCommand({AlarmName: 'errors'}));
  expect(AlarmHistoryItems?.[0]).toMatchObject({
    HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM',
    Timestamp: new Date(NOW_MS),
  });
  await at.client.send(new DisableAlarmActionsCommand({AlarmNames: ['errors']}));
  expect((await at.client.send(new DescribeAlarmsCommand(names))).MetricAlarms?.[0]?.ActionsEnabled).toBe(false);
  const unknown = at.client.send(new SetAlarmStateCommand({AlarmName: 'nobody', StateValue: 'OK', StateReason: ''}));
  await expect(unknown).rejects.toHaveProperty('name', 'ResourceNotFound');
});
