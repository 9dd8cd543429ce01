import * as z from 'zod';
import {invalid} from '../events-error.js';
import {tagSchema} from '../tags.js';
import {type EventPattern, parseEventPattern} from './event-pattern.js';
import {page} from './page.js';
import type {Rule} from './rule.js';
import {parseRuleSchedule} from './rule-schedule.js';
import type {RuleSettings, Rules} from './rules.js';

const STATES = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] as const;
const name = z.string().regex(/^[.\-_A-Za-z0-9]{1,64}$/);
const bus = z.string().min(1).max(1600).optional();
const putSchema = z.object({
  Name: name,
  ScheduleExpression: z.string().max(256).optional(),
  EventPattern: z.string().max(4096).optional(),
  State: z.enum(STATES).optional(),
  Description: z.string().max(512).optional(),
  RoleArn: z.string().max(1600).optional(),
  Tags: z.array(tagSchema).optional(),
  EventBusName: bus,
});
const ruleSchema = z.object({Name: name, EventBusName: bus});
const listSchema = z.object({
  NamePrefix: z.string().optional(),
  EventBusName: bus,
  NextToken: z.string().optional(),
  Limit: z.number().int().min(1).max(100).optional(),
});
const namesSchema = listSchema.extend({TargetArn: z.string().min(1)});
const testSchema = z.object({EventPattern: z.string(), Event: z.string()});

export interface RuleOperationsOptions {
  readonly rules: Rules;
  readonly tag: (arn: string, tags: readonly {readonly Key: string; readonly Value: string}[]) => void;
  /** Told of every rule that is put, enabled or disabled. */
  readonly onRule: (rule: Rule) => void;
}

type Operation = (input: unknown, parse: <S extends z.ZodType>(schema: S, input: unknown) => z.output<S>) => object;

/** PutRule and what goes with rules, without their targets. */
export function ruleOperations({rules, tag, onRule}: RuleOperationsOptions): readonly [string, Operation][] {
  const enable = (rule: Rule, state: (typeof STATES)[number]): object => {
    onRule(rules.put(rule.name, rule.bus, {...rule, state, isEnabled: state !== 'DISABLED'}));
    return {};
  };
  return [
    [
      'PutRule',
      (input, parse) => {
        const given = parse(putSchema, input);
        const rule = rules.put(given.Name, given.EventBusName, settingsOf(given));
        if (given.Tags) tag(rule.arn, given.Tags);
        onRule(rule);
        return {RuleArn: rule.arn};
      },
    ],
    [
      'DescribeRule',
      (input, parse) => {
        const {Name, EventBusName} = parse(ruleSchema, input);
        const rule = rules.get(Name, EventBusName);
        return {...describeRule(rule), CreatedBy: rule.arn.split(':')[4]};
      },
    ],
    [
      'DeleteRule',
      (input, parse) => {
        const {Name, EventBusName} = parse(ruleSchema, input);
        rules.delete(Name, EventBusName);
        return {};
      },
    ],
    ['EnableRule', (input, parse) => enable(ruleOf(rules, parse(ruleSchema, input)), 'ENABLED')],
    ['DisableRule', (input, parse) => enable(ruleOf(rules, parse(ruleSchema, input)), 'DISABLED')],
    [
      'ListRules',
      (input, parse) => {
        const {NamePrefix = '', EventBusName, ...paging} = parse(listSchema, input);
        const listed = rules.list(EventBusName).filter((rule) => rule.name.startsWith(NamePrefix));
        const {items, NextToken} = page(listed, paging);
        return {Rules: items.map(describeRule), NextToken};
      },
    ],
    [
      'ListRuleNamesByTarget',
      (input, parse) => {
        const {TargetArn, EventBusName, ...paging} = parse(namesSchema, input);
        const listed = rules
          .list(EventBusName)
          .filter(({targets}) => [...targets.values()].some(({arn}) => arn === TargetArn));
        const {items, NextToken} = page(listed, paging);
        return {RuleNames: items.map((rule) => rule.name), NextToken};
      },
    ],
    [
      'TestEventPattern',
      (input, parse) => {
        const {EventPattern: pattern, Event: event} = parse(testSchema, input);
        return {Result: parseEventPattern(pattern)(parseEvent(event))};
      },
    ],
  ];
}

function ruleOf(rules: Rules, {Name, EventBusName}: z.output<typeof ruleSchema>): Rule {
  return rules.get(Name, EventBusName);
}

function settingsOf(given: z.output<typeof putSchema>): RuleSettings {
  const {EventPattern: eventPattern, ScheduleExpression: scheduleExpression, State: state = 'ENABLED'} = given;
  if (eventPattern === undefined && scheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (scheduleExpression !== undefined) {
    if ((given.EventBusName ?? 'default') !== 'default' && !given.EventBusName?.endsWith('/default')) {
      throw invalid('ScheduleExpression is supported only on the default event bus.');
    }
    parseRuleSchedule(scheduleExpression);
  }
  const matches: EventPattern | undefined = eventPattern === undefined ? undefined : parseEventPattern(eventPattern);
  const isEnabled = state !== 'DISABLED';
  const {Description: description, RoleArn: roleArn} = given;
  return {eventPattern, matches, scheduleExpression, isEnabled, state, description, roleArn};
}

function describeRule(rule: Rule): object {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: rule.bus,
  };
}

const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

function parseEvent(text: string): unknown {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    // Told as the event that is not valid, below.
  }
  if (
    typeof event !== 'object' ||
    event === null ||
    MANDATORY.some((member) => !Object.hasOwn(Object(event), member))
  ) {
    throw invalid('Parameter Event is not valid.');
  }
  return event;
}
