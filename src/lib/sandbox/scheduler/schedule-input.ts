import * as z from 'zod';
import {firstViolation} from '../constraints/first-violation.js';
import {Violations} from '../lambda/violations.js';
import {checkTimezone, parseExpression} from './expression.js';
import {DEFAULT_GROUP, type ScheduleSettings} from './schedule.js';
import {invalid} from './scheduler-error.js';
import {isTargetArn, readingAction} from './target-request.js';

export const namePattern = '[0-9a-zA-Z-_.]+';
const tokenPattern = '[a-zA-Z0-9-_]+';
const rolePattern = 'arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+';
const queuePattern = 'arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+';
// 256 KB (Scheduler API reference, Target).
const MAX_INPUT_BYTES = 262_144;

const text = z.string().optional();
const number = z.number().optional();
const targetSchema = z.looseObject({
  Arn: text,
  RoleArn: text,
  Input: text,
  RetryPolicy: z.object({MaximumEventAgeInSeconds: number, MaximumRetryAttempts: number}).optional(),
  DeadLetterConfig: z.object({Arn: text}).optional(),
});
const bodySchema = z.object({
  GroupName: text,
  ScheduleExpression: text,
  ScheduleExpressionTimezone: text,
  State: text,
  ActionAfterCompletion: text,
  Description: text,
  ClientToken: text,
  KmsKeyArn: text,
  StartDate: number,
  EndDate: number,
  FlexibleTimeWindow: z.object({Mode: text, MaximumWindowInMinutes: number}).optional(),
  Target: targetSchema.optional(),
});
type Body = z.output<typeof bodySchema>;

export interface ScheduleInput {
  readonly group: string;
  readonly clientToken: string | undefined;
  readonly settings: ScheduleSettings;
}

/**
 * Reads what CreateSchedule and UpdateSchedule send, every default filled in: what is left out is not kept. The target's
 * Input is not looked at. Throws SchedulerError ValidationException.
 */
export function parseScheduleInput(name: string, body: Buffer): ScheduleInput {
  const input = parseBody(bodySchema, body);
  const violations = new Violations();
  checkName(violations, name, 'name');
  checkName(violations, input.GroupName, 'groupName');
  checkToken(violations, input.ClientToken);
  checkSchedule(violations, input);
  checkTarget(violations, input.Target);
  throwIfAny(violations);
  checkTargetArn(input.Target?.Arn ?? '');
  const timezone = input.ScheduleExpressionTimezone ?? 'UTC';
  checkTimezone(timezone);
  parseExpression(input.ScheduleExpression ?? '', timezone);
  return {
    group: input.GroupName ?? DEFAULT_GROUP,
    clientToken: input.ClientToken,
    settings: toSettings(input, timezone),
  };
}

/** Throws SchedulerError SerializationException-like ValidationException when the body is no such JSON. */
export function parseBody<S extends z.ZodType>(schema: S, body: Buffer): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw invalid('The request is not a JSON document.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(firstViolation(parsed.error, value));
}

export function checkName(violations: Violations, name: string | undefined, path: string): void {
  violations.length(name, path, 1, 64);
  violations.pattern(name, path, namePattern);
}

export function checkToken(violations: Violations, token: string | undefined): void {
  violations.length(token, 'clientToken', 1, 64);
  violations.pattern(token, 'clientToken', tokenPattern);
}

/** Throws SchedulerError ValidationException that names them all. */
export function throwIfAny(violations: Violations): void {
  if (violations.message !== undefined) throw invalid(violations.message);
}

function checkSchedule(violations: Violations, input: Body): void {
  violations.required(input.ScheduleExpression, 'scheduleExpression');
  violations.length(input.ScheduleExpression, 'scheduleExpression', 1, 256);
  violations.length(input.ScheduleExpressionTimezone, 'scheduleExpressionTimezone', 1, 50);
  violations.length(input.Description, 'description', 0, 512);
  violations.oneOf(input.State, 'state', ['ENABLED', 'DISABLED']);
  violations.oneOf(input.ActionAfterCompletion, 'actionAfterCompletion', ['NONE', 'DELETE']);
  violations.required(input.FlexibleTimeWindow, 'flexibleTimeWindow');
  if (input.FlexibleTimeWindow) {
    const {Mode: mode, MaximumWindowInMinutes: minutes} = input.FlexibleTimeWindow;
    violations.required(mode, 'flexibleTimeWindow.mode');
    violations.oneOf(mode, 'flexibleTimeWindow.mode', ['OFF', 'FLEXIBLE']);
    violations.range(minutes, 'flexibleTimeWindow.maximumWindowInMinutes', 1, 1440);
    throwIfAny(violations);
    if (mode === 'FLEXIBLE' && minutes === undefined) {
      throw invalid('MaximumWindowInMinutes must be specified when the FlexibleTimeWindow Mode is FLEXIBLE.');
    }
    if (mode === 'OFF' && minutes !== undefined) {
      throw invalid('MaximumWindowInMinutes must not be specified when the FlexibleTimeWindow Mode is OFF.');
    }
  }
}

function checkTarget(violations: Violations, target: Body['Target']): void {
  violations.required(target, 'target');
  if (!target) return;
  violations.required(target.Arn, 'target.arn');
  violations.length(target.Arn, 'target.arn', 1, 1600);
  violations.required(target.RoleArn, 'target.roleArn');
  violations.length(target.RoleArn, 'target.roleArn', 1, 1600);
  violations.pattern(target.RoleArn, 'target.roleArn', rolePattern);
  violations.length(target.Input, 'target.input', 1, MAX_INPUT_BYTES);
  violations.pattern(target.DeadLetterConfig?.Arn, 'target.deadLetterConfig.arn', queuePattern);
  const {MaximumEventAgeInSeconds: age, MaximumRetryAttempts: attempts} = target.RetryPolicy ?? {};
  violations.range(age, 'target.retryPolicy.maximumEventAgeInSeconds', 60, 86_400);
  violations.range(attempts, 'target.retryPolicy.maximumRetryAttempts', 0, 185);
}

function checkTargetArn(arn: string): void {
  if (!isTargetArn(arn)) throw invalid('Provided Arn is not in correct format.');
  const action = readingAction(arn);
  if (action !== undefined) throw invalid(`${action} is not a supported action of a universal target.`);
}

function toSettings(input: Body, timezone: string): ScheduleSettings {
  const target = input.Target ?? {};
  const {MaximumEventAgeInSeconds: maximumAgeSeconds = 86_400, MaximumRetryAttempts: maximumAttempts = 185} =
    target.RetryPolicy ?? {};
  return {
    expression: input.ScheduleExpression ?? '',
    timezone,
    state: input.State === 'DISABLED' ? 'DISABLED' : 'ENABLED',
    actionAfterCompletion: input.ActionAfterCompletion === 'DELETE' ? 'DELETE' : 'NONE',
    windowMinutes: input.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
    description: input.Description,
    startMs: input.StartDate === undefined ? undefined : input.StartDate * 1000,
    endMs: input.EndDate === undefined ? undefined : input.EndDate * 1000,
    kmsKeyArn: input.KmsKeyArn,
    target: {
      arn: target.Arn ?? '',
      input: target.Input,
      maximumAgeSeconds,
      maximumAttempts,
      deadLetterArn: target.DeadLetterConfig?.Arn,
      asPut: {
        ...target,
        RetryPolicy: {MaximumEventAgeInSeconds: maximumAgeSeconds, MaximumRetryAttempts: maximumAttempts},
      },
    },
  };
}
