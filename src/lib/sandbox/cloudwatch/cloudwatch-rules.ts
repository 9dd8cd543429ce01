import {list, number, oneOf, type Rules, shape, text} from '../constraints/rule.js';

const name = text(1, 255);
const arn = text(1, 1024);

/** What the CloudWatch service model of 2026 asks of members, which mean the same in every operation here. */
export const cloudwatchRules: Rules = {
  ActionPrefix: arn,
  AlarmName: name,
  AlarmNamePrefix: name,
  AlarmNames: list(name),
  AlarmTypes: list(oneOf('CompositeAlarm', 'MetricAlarm', 'LogAlarm')),
  ChildrenOfAlarmName: name,
  Dimensions: list(shape({Name: name, Value: text(1, 1024)}), 30),
  HistoryItemType: oneOf(
    'ConfigurationUpdate',
    'StateUpdate',
    'Action',
    'AlarmContributorStateUpdate',
    'AlarmContributorAction',
  ),
  MetricName: name,
  Namespace: text(1, 255, '[^:].*'),
  OwningAccount: name,
  ParentsOfAlarmName: name,
  Period: number(1),
  RecentlyActive: oneOf('PT3H'),
  ResourceARN: arn,
  ScanBy: oneOf('TimestampDescending', 'TimestampAscending'),
  StateReason: text(0, 1023),
  StateReasonData: text(0, 4000),
  Statistic: oneOf('SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'),
  TagKeys: list(text(1, 128)),
  Tags: list(shape({Key: text(1, 128), Value: text(0, 256)})),
};
