import * as z from 'zod';
import {arnOf, type Place} from '../place.js';
import type {SandboxResponse, SandboxService} from '../service.js';
import type {EventBus, EventBuses} from './event-buses.js';
import {EventsError, invalid} from './events-error.js';
import {putEvents, putEventsSchema} from './put-events.js';

const TARGET = /^AWSEvents\.(\w+)$/;

const nameSchema = z.object({Name: z.string().min(1).max(1600)});
const createSchema = nameSchema.extend({Description: z.string().max(512).optional()});
const listSchema = z.object({NamePrefix: z.string().optional()});

/** EventBridge over AWS JSON 1.1: PutEvents, and event buses to put them on. No rules, no targets. */
export function createEvents(buses: EventBuses, place: Place, now: () => number): SandboxService {
  const busArn = ({name}: EventBus) => arnOf(place, 'events', `event-bus/${name}`);
  const describe = (bus: EventBus) => ({
    Name: bus.name,
    Arn: busArn(bus),
    Description: bus.description,
    CreationTime: bus.createdMs / 1000,
    LastModifiedTime: bus.createdMs / 1000,
  });
  const operations = new Map<string, (input: unknown) => object>([
    ['PutEvents', (input) => putEvents(buses, {...place, now}, parse(putEventsSchema, input))],
    [
      'CreateEventBus',
      (input) => {
        const {Name, Description} = parse(createSchema, input);
        if (!/^[/.\-_A-Za-z0-9]+$/.test(Name)) throw invalid(`The event bus name ${Name} is not valid.`);
        return {EventBusArn: busArn(buses.create(Name, Description)), Description};
      },
    ],
    ['DescribeEventBus', (input) => describe(buses.get(parse(nameSchema.partial(), input).Name))],
    ['ListEventBuses', (input) => ({EventBuses: buses.list(parse(listSchema, input).NamePrefix).map(describe)})],
    [
      'DeleteEventBus',
      (input) => {
        buses.delete(parse(nameSchema, input).Name);
        return {};
      },
    ],
  ]);
  return {
    async handle(request) {
      const name = TARGET.exec(String(request.headers['x-amz-target'] ?? ''))?.[1] ?? '';
      try {
        const operation = operations.get(name);
        if (!operation) throw new EventsError('UnknownOperationException', `The sandbox does not know "${name}".`);
        return json(200, operation(parseJson(request.body)));
      } catch (error) {
        if (!(error instanceof EventsError)) throw error;
        return json(400, {__type: error.shape, message: error.message});
      }
    },
  };
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(`1 validation error detected: '${issue?.path.join('.')}': ${issue?.message}`);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}');
  } catch {
    throw new EventsError('SerializationException', 'The request is not a JSON document.');
  }
}

function json(status: number, value: object): SandboxResponse {
  return {status, headers: {'content-type': 'application/x-amz-json-1.1'}, body: JSON.stringify(value)};
}
