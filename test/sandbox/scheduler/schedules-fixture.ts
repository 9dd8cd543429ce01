import {Deliveries} from '../../../src/lib/sandbox/scheduler/deliveries.js';
import {parseScheduleInput} from '../../../src/lib/sandbox/scheduler/schedule-input.js';
import {Schedules} from '../../../src/lib/sandbox/scheduler/schedules.js';
import type {SandboxRequest, SandboxResponse} from '../../../src/lib/sandbox/service.js';
import {ManualClock} from '../manual-clock.js';

export const NOW_MS = Date.UTC(2026, 10, 21, 10);
export const MINUTE_MS = 60_000;

export const LEASE = {
  ScheduleExpression: 'at(2026-11-21T10:05:00)',
  FlexibleTimeWindow: {Mode: 'OFF'},
  ActionAfterCompletion: 'DELETE',
  Target: {
    Arn: 'arn:aws:scheduler:::aws-sdk:lambda:updateAlias',
    RoleArn: 'arn:aws:iam::111111111111:role/lease',
    Input: JSON.stringify({FunctionName: 'fn', Name: 'live', FunctionVersion: '1', RevisionId: 'r'}),
  },
};

/** Schedules on a clock that the test moves; targets answer what `answers` says, one after the other, the last one on. */
export function aScheduler(answers: readonly (SandboxResponse | undefined)[] = [{status: 200}], random = 0.5) {
  const place = {region: 'us-east-1', accountId: '111111111111'};
  const clock = new ManualClock(NOW_MS);
  const calls: {readonly atMs: number; readonly request: SandboxRequest}[] = [];
  const counted: string[] = [];
  const deliveries = new Deliveries({
    clock,
    place,
    call: async (request) => {
      calls.push({atMs: clock.now() - NOW_MS, request});
      return answers[Math.min(calls.length, answers.length) - 1];
    },
    count: (metricName) => counted.push(metricName),
    onBug: (error) => {
      throw error;
    },
  });
  const schedules = new Schedules({
    place,
    clock,
    deliveries,
    random: () => random,
  });
  const input = (change: object) => parseScheduleInput('lease', Buffer.from(JSON.stringify({...LEASE, ...change})));
  return {
    clock,
    calls,
    counted,
    deliveries,
    schedules,
    create: (change: object = {}) => schedules.create('lease', input(change)),
    update: (change: object = {}) => schedules.update('lease', input(change)),
    names: () => schedules.list().map(({name}) => name),
  };
}
