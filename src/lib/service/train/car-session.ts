import {GatheredMetrics} from '../../execute/train/gathered-metrics.js';
import {TrainAliases} from '../../execute/train/train-aliases.js';
import type {Session} from '../session.js';

/**
 * The session that the cars of one account and region share: their requests keep to its quotas together, and what they read of
 * CloudWatch is asked for at once. One person's keys would be about one of many: who wants to intervene does so by the train's commands.
 */
export function carSession(session: Session): Session {
  const {operator: _, ...base} = session;
  const {functions, policies, concurrency, provisioned, pace} = session.paced;
  const aliases = new TrainAliases(session.aliases, pace);
  return {
    ...base,
    functions,
    policies,
    concurrency,
    provisioned,
    aliases,
    metrics: new GatheredMetrics(session.metrics, session.clock),
  };
}
