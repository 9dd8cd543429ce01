import {brokenRules} from '../constraints/broken-rules.js';
import {oneOf, type Rules, text} from '../constraints/rule.js';
import {arnOf, type Place} from '../place.js';
import type {SandboxRequest, SandboxResponse, SandboxService} from '../service.js';
import {DEFAULT_GROUP, type Schedule, type ScheduleGroup} from './schedule.js';
import {namePattern, parseScheduleInput} from './schedule-input.js';
import {invalid, SchedulerError} from './scheduler-error.js';
import type {Schedules} from './schedules.js';

const PAGE = 100;

const OPERATIONS: Readonly<Record<string, string>> = {
  'POST schedules/': 'CreateSchedule',
  'PUT schedules/': 'UpdateSchedule',
  'GET schedules/': 'GetSchedule',
  'DELETE schedules/': 'DeleteSchedule',
  'GET schedules': 'ListSchedules',
  'POST schedule-groups/': 'CreateScheduleGroup',
  'GET schedule-groups/': 'GetScheduleGroup',
  'DELETE schedule-groups/': 'DeleteScheduleGroup',
  'GET schedule-groups': 'ListScheduleGroups',
  'GET tags/': 'ListTagsForResource',
  'POST tags/': 'TagResource',
  'DELETE tags/': 'UntagResource',
};

/** AWS's name of the operation a request means, and what its path names; undefined when it is none. */
export function schedulerOperation({
  method,
  path,
}: Pick<SandboxRequest, 'method' | 'path'>): {readonly operation: string; readonly name: string} | undefined {
  const [, collection, rest] = /^\/(schedules|schedule-groups|tags)(?:\/(.+?))?\/?$/.exec(path) ?? [];
  const operation = OPERATIONS[`${method} ${collection}${rest === undefined ? '' : '/'}`];
  return operation === undefined ? undefined : {operation, name: decode(rest ?? '')};
}

/** EventBridge Scheduler over REST-JSON. */
export function createScheduler(schedules: Schedules, place: Place): SandboxService {
  const {groups} = schedules;
  const groupArn = (name: string) => arnOf(place, 'scheduler', `schedule-group/${name}`);

  function answer(request: SandboxRequest): SandboxResponse {
    const routed = schedulerOperation(request);
    const {body, query} = request;
    const name = routed?.name ?? '';
    const group = query.get('groupName') ?? DEFAULT_GROUP;
    if (routed) checkNames(routed.operation, name, query);
    switch (routed?.operation) {
      case 'CreateSchedule':
        return json({ScheduleArn: schedules.arnOf(schedules.create(name, parseScheduleInput(name, body)))});
      case 'UpdateSchedule':
        return json({ScheduleArn: schedules.arnOf(schedules.update(name, parseScheduleInput(name, body)))});
      case 'GetSchedule':
        return json(describe(schedules.get(group, name)));
      case 'DeleteSchedule':
        schedules.delete(group, name);
        return json({});
      case 'ListSchedules':
        return json(listSchedules(query));
      case 'CreateScheduleGroup':
        return json({ScheduleGroupArn: groupArn(groups.create(name, body).name)});
      case 'GetScheduleGroup':
        return json(describeGroup(groups.get(name)));
      case 'DeleteScheduleGroup':
        schedules.deleteGroup(name);
        return json({});
      case 'ListScheduleGroups': {
        const {items, NextToken} = page(groups.list(query.get('NamePrefix') ?? ''), query);
        return json({ScheduleGroups: items.map(describeGroup), NextToken});
      }
      case 'ListTagsForResource':
        return json({Tags: [...groups.ofArn(name).tags].map(([Key, Value]) => ({Key, Value}))});
      case 'TagResource':
        groups.tag(name, body);
        return json({});
      case 'UntagResource': {
        const {tags} = groups.ofArn(name);
        for (const key of query.getAll('TagKeys')) tags.delete(key);
        return json({});
      }
      default:
        throw new SchedulerError(
          501,
          'SandboxLimitation',
          `The sandbox does not know ${request.method} ${request.path}.`,
        );
    }
  }

  function listSchedules(query: URLSearchParams) {
    const group = query.get('ScheduleGroup');
    if (group !== null) groups.get(group);
    const state = query.get('State');
    const prefix = query.get('NamePrefix') ?? '';
    const found = schedules
      .list()
      .filter((each) => group === null || each.group === group)
      .filter((each) => state === null || each.settings.state === state)
      .filter((each) => each.name.startsWith(prefix));
    const {items, NextToken} = page(found, query);
    return {Schedules: items.map(summarize), NextToken};
  }

  // Neither expression nor input: a list does not tell when its schedules are due.
  function summarize(schedule: Schedule) {
    const {Arn, CreationDate, GroupName, LastModificationDate, Name, State} = describe(schedule);
    return {
      Arn,
      CreationDate,
      GroupName,
      LastModificationDate,
      Name,
      State,
      Target: {Arn: schedule.settings.target.arn},
    };
  }

  function describe(schedule: Schedule) {
    const {settings} = schedule;
    return {
      Arn: schedules.arnOf(schedule),
      Name: schedule.name,
      GroupName: schedule.group,
      ScheduleExpression: settings.expression,
      ScheduleExpressionTimezone: settings.timezone,
      State: settings.state,
      ActionAfterCompletion: settings.actionAfterCompletion,
      FlexibleTimeWindow:
        settings.windowMinutes === 0
          ? {Mode: 'OFF'}
          : {Mode: 'FLEXIBLE', MaximumWindowInMinutes: settings.windowMinutes},
      Description: settings.description,
      StartDate: seconds(settings.startMs),
      EndDate: seconds(settings.endMs),
      KmsKeyArn: settings.kmsKeyArn,
      Target: settings.target.asPut,
      CreationDate: seconds(schedule.createdMs),
      LastModificationDate: seconds(schedule.modifiedMs),
    };
  }

  function describeGroup(group: ScheduleGroup) {
    return {
      Arn: groupArn(group.name),
      Name: group.name,
      State: 'ACTIVE',
      CreationDate: seconds(group.createdMs),
      LastModificationDate: seconds(group.modifiedMs),
    };
  }

  return {
    async handle(request) {
      try {
        return answer(request);
      } catch (error) {
        if (error instanceof SchedulerError) return error.toResponse();
        throw error;
      }
    },
  };
}

const named = text(1, 64, namePattern);
const rules: Rules = {
  Name: named,
  GroupName: named,
  NamePrefix: named,
  ClientToken: text(1, 64, '[a-zA-Z0-9-_]+'),
  State: oneOf('ENABLED', 'DISABLED'),
  NextToken: text(1, 2048),
};

// Of the path and the query; bodies are read with their settings.
function checkNames(operation: string, name: string, query: URLSearchParams): void {
  const broken = brokenRules(rules, {
    Name: /tag/i.test(operation) || name === '' ? undefined : name,
    GroupName: query.get('groupName') ?? query.get('ScheduleGroup'),
    NamePrefix: query.get('NamePrefix'),
    ClientToken: query.get('clientToken'),
    State: query.get('State'),
    NextToken: query.get('NextToken'),
  });
  if (broken !== undefined) throw invalid(broken);
}

function page<T>(items: readonly T[], query: URLSearchParams): {readonly items: readonly T[]; NextToken?: string} {
  const size = Number(query.get('MaxResults') ?? PAGE);
  if (!Number.isInteger(size) || size < 1 || size > PAGE) {
    const bound = size > PAGE ? `less than or equal to ${PAGE}` : 'greater than or equal to 1';
    throw invalid(
      `1 validation error detected: Value '${query.get('MaxResults')}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  const token = query.get('NextToken');
  const from = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isSafeInteger(from) || from < 0) throw invalid('Invalid NextToken.');
  const end = from + size;
  const NextToken = Buffer.from(String(end)).toString('base64url');
  return {items: items.slice(from, end), ...(end < items.length ? {NextToken} : {})};
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

function json(body: object): SandboxResponse {
  return {status: 200, headers: {'content-type': 'application/json'}, body: JSON.stringify(body)};
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not percent-encoding: taken literally, and refused later as a name.
    return segment;
  }
}
