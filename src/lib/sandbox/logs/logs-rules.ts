import {list, oneOf, type Rules, shape, text} from '../constraints/rule.js';

const LONGEST = Number.POSITIVE_INFINITY;
const group = text(1, 512, '[\\.\\-_/#A-Za-z0-9]+');
const identifier = text(1, 2048, '[\\w#+=/:,.@-]*');
const name = text(1, 512, '[^:*]*');
const metric = text(0, 255, '[^:*$]*');
const account = text(12, 12, '^\\d{12}$');

/** What the CloudWatch Logs service model of 2026 asks of members, which mean the same in every operation here. */
export const logsRules: Rules = {
  accountIdentifiers: list(account, 20),
  filterName: name,
  filterNamePrefix: name,
  kmsKeyId: text(0, 256),
  logGroupClass: oneOf('STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS'),
  logGroupIdentifier: identifier,
  logGroupIdentifiers: list(identifier, 50, 1),
  logGroupName: group,
  logGroupNamePattern: text(0, 512, '[\\.\\-_/#A-Za-z0-9]*'),
  logGroupNamePrefix: group,
  logStreamName: name,
  logStreamNamePrefix: name,
  metricName: metric,
  metricNamespace: metric,
  metricTransformations: list(shape({metricName: metric, metricNamespace: metric})),
  nextToken: text(1, LONGEST),
  resourceArn: text(1, 1011, '[\\w+=/:,.@-]*'),
  sequenceToken: text(1, LONGEST),
  tagKeys: list(text(1, 128), 50),
};
