import {createHash} from 'node:crypto';
import type {CreateScheduleInput, GetScheduleOutput} from '@aws-sdk/client-scheduler';
import {formatDuration, parseDurationMs} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {Lease, NewLease} from '../../ports/rollout/leases.js';

/** The schedule group of all leases: roles trust it by name, for single schedules cannot be named in a trust policy. */
export const LEASE_GROUP = 'lambda-release';

/** A write of an alias is over in seconds; what may pass by itself is tried again for as long. */
const RETRIES = {MaximumEventAgeInSeconds: 600, MaximumRetryAttempts: 20};
const DESCRIPTION = /^Rollout ([0-9a-z]{6}) of \S+, lease of (\w+)(, held)?$/;

/** Names hold 64 letters, digits, hyphens, underscores and dots, and no colon: readable, and told apart by a hash. */
export function scheduleName(ref: AliasRef): string {
  const hash = createHash('sha256').update(formatAliasRef(ref)).digest('hex').slice(0, 12);
  return `${ref.functionName.slice(0, 32)}.${ref.alias.slice(0, 16)}.${hash}`;
}

/**
 * The schedule of a lease, whole: UpdateSchedule puts the default in place of whatever is left out. The universal target's
 * input has the API's members in its own casing, at every depth (Scheduler User Guide, managing-targets-universal). Weight
 * 0 is one that AWS Lambda takes, and does not depend on an empty map coming through.
 */
export function toSchedule(ref: AliasRef, lease: NewLease): CreateScheduleInput {
  const partition = lease.role.split(':')[1] ?? 'aws';
  const input = {
    FunctionName: ref.functionName,
    Name: ref.alias,
    FunctionVersion: lease.stable,
    RoutingConfig: {AdditionalVersionWeights: {[lease.candidate]: 0}},
    Description: lease.description,
    RevisionId: lease.revisionId,
  };
  return {
    Name: scheduleName(ref),
    GroupName: LEASE_GROUP,
    Description: `Rollout ${lease.rolloutId} of ${formatAliasRef(ref)}, lease of ${formatDuration(lease.lengthMs)}${lease.ofHold ? ', held' : ''}`,
    // No zone inside: AWS refuses a trailing Z.
    ScheduleExpression: `at(${new Date(lease.endMs).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: {Mode: 'OFF'},
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: `arn:${partition}:scheduler:::aws-sdk:lambda:updateAlias`,
      RoleArn: lease.role,
      // Scheduler replaces <aws.scheduler.…> in its input, also in somebody's description.
      Input: JSON.stringify(input).replaceAll('<', '\\u003c'),
      RetryPolicy: RETRIES,
    },
  };
}

/** The lease in a schedule; nothing when it is none of ours. */
export function toLease({Description, ScheduleExpression, Target}: GetScheduleOutput): Lease | undefined {
  const [, rolloutId, length = '', held] = DESCRIPTION.exec(Description ?? '') ?? [];
  const [, at] = /^at\((\S+)\)$/.exec(ScheduleExpression ?? '') ?? [];
  if (rolloutId === undefined || at === undefined) return undefined;
  return {
    rolloutId,
    role: Target?.RoleArn ?? '',
    lengthMs: parseDurationMs(length),
    endMs: Date.parse(`${at}Z`),
    revisionId: revisionOf(Target?.Input),
    ...(held !== undefined && {ofHold: true as const}),
  };
}

function revisionOf(input = '{}'): string {
  try {
    return String(Object(JSON.parse(input)).RevisionId ?? '');
  } catch {
    // Somebody's own input under our name: of no revision, so that it is replaced at the next renewal.
    return '';
  }
}
