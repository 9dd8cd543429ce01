import * as z from 'zod';
import {firstViolation} from '../constraints/first-violation.js';
import {createJsonService} from '../json-service.js';
import {arnOf, type Place} from '../place.js';
import type {SandboxService} from '../service.js';
import {busName, type EventBus, type EventBuses} from './event-buses.js';
import {invalid} from './events-error.js';
import {putEvents, putEventsSchema} from './put-events.js';
import type {Rule} from './rules/rule.js';
import {ruleOperations} from './rules/rule-operations.js';
import type {Rules} from './rules/rules.js';
import {targetOperations} from './rules/target-operations.js';
import {EventTags, tagSchema} from './tags.js';

const nameSchema = z.object({Name: z.string().min(1).max(1600)});
const createSchema = nameSchema.extend({
  Description: z.string().max(512).optional(),
  Tags: z.array(tagSchema).optional(),
});
const listSchema = z.object({NamePrefix: z.string().optional()});

/** EventBridge over AWS JSON 1.1: PutEvents, buses, rules and their targets. `onRule` is told of every rule that is put. */
export function createEvents(
  buses: EventBuses,
  rules: Rules,
  place: Place,
  {now, onRule = () => undefined}: {readonly now: () => number; readonly onRule?: (rule: Rule) => void},
): SandboxService {
  const tags = new EventTags(buses, rules);
  const busArn = ({name}: EventBus) => arnOf(place, 'events', `event-bus/${name}`);
  const describe = (bus: EventBus) => ({
    Name: bus.name,
    Arn: busArn(bus),
    Description: bus.description,
    CreationTime: bus.createdMs / 1000,
    LastModifiedTime: bus.createdMs / 1000,
  });
  const withParser = ([name, operation]: readonly [string, (input: unknown, by: typeof parse) => object]) =>
    [name, (input: unknown) => operation(input, parse)] as const;
  const operations = new Map<string, (input: unknown) => object>([
    ...ruleOperations({rules, tag: (arn, given) => tags.set(arn, given), onRule}).map(withParser),
    ...targetOperations(rules).map(withParser),
    ...tags.operations().map(withParser),
    ['PutEvents', (input) => putEvents(buses, {...place, now}, parse(putEventsSchema, input))],
    [
      'CreateEventBus',
      (input) => {
        const {Name, Description, Tags = []} = parse(createSchema, input);
        if (!/^[/.\-_A-Za-z0-9]+$/.test(Name)) throw invalid(`The event bus name ${Name} is not valid.`);
        const arn = busArn(buses.create(Name, Description));
        tags.set(arn, Tags);
        return {EventBusArn: arn, Description};
      },
    ],
    ['DescribeEventBus', (input) => describe(buses.get(parse(nameSchema.partial(), input).Name))],
    ['ListEventBuses', (input) => ({EventBuses: buses.list(parse(listSchema, input).NamePrefix).map(describe)})],
    [
      'DeleteEventBus',
      (input) => {
        const {Name} = parse(nameSchema, input);
        const isThere = buses.list().some(({name}) => name === busName(Name));
        if (isThere && rules.list(Name).length > 0) {
          throw invalid(`Event bus ${busName(Name)} can't be deleted since it has rules.`);
        }
        buses.delete(Name);
        return {};
      },
    ],
  ]);
  return createJsonService({target: 'AWSEvents', answer: (name, input) => operations.get(name)?.(input)});
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(firstViolation(parsed.error, input));
}
