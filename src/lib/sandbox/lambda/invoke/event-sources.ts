import {randomUUID} from 'node:crypto';
import {arnOf} from '../../place.js';
import {conflict, failure, invalid, notFound} from '../failure.js';
import {functionArn, parseFunctionTarget} from '../function/function-target.js';
import {versionOf} from '../function/lookup.js';
import {checkTags} from '../function/tags.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import type {EventSourceMapping} from '../state.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';
import {checkSource, sourceDefaults, sourceMembers} from './event-source-settings.js';

const uri = '/2015-03-31/event-source-mappings';

/**
 * Event source mappings: kept, changed and listed as AWS does, with the states it goes through. Queues of this sandbox are read,
 * see queue-pollers.ts; no other source is. `onSettled` is told whenever a mapping has come to rest.
 */
export function eventSourceOperations(world: LambdaWorld, onSettled: () => void = () => undefined): LambdaOperation[] {
  const mappings = world.state.eventSources;
  const find = (uuid = ''): EventSourceMapping => {
    const mapping = mappings.get(uuid);
    if (!mapping) throw notFound('The resource you requested does not exist.');
    return mapping;
  };
  const settle = (mapping: EventSourceMapping, enabled: boolean): void => {
    world.transitions.schedule(() => {
      mapping.state = enabled ? 'Enabled' : 'Disabled';
      mapping.servedArn = enabled ? mapping.functionArn : undefined;
      onSettled();
    });
  };
  return [
    {
      name: 'CreateEventSourceMapping',
      method: 'POST',
      uri,
      run: ({request}) => {
        const input = Input.parse(request.body);
        const service = checkSource(input);
        const functionArn = functionOf(world, input.text('FunctionName') ?? '');
        const source = input.text('EventSourceArn');
        checkDuplicate(mappings.values(), source, functionArn);
        const tags = input.textMap('Tags') ?? {};
        checkTags(tags);
        const uuid = randomUUID();
        const mapping: EventSourceMapping = {
          uuid,
          arn: arnOf(world, 'lambda', `event-source-mapping:${uuid}`),
          functionArn,
          settings: {...sourceDefaults(service), ...sourceMembers(input)},
          modifiedMs: world.clock.now(),
          state: 'Creating',
        };
        mappings.set(uuid, mapping);
        world.state.tags.set(mapping.arn, tags);
        settle(mapping, input.flag('Enabled') !== false);
        return json(202, describe(mapping));
      },
    },
    {
      name: 'ListEventSourceMappings',
      method: 'GET',
      uri,
      run: ({request}) => {
        const name = request.query.get('FunctionName');
        const target = name === null ? undefined : parseFunctionTarget(world, name);
        const arn = target && functionArn(world, target.name, target.qualifier);
        const source = request.query.get('EventSourceArn');
        const listed = [...mappings.values()].filter(
          (mapping) =>
            (arn === undefined || mapping.functionArn === arn) &&
            (source === null || mapping.settings.EventSourceArn === source),
        );
        const page = takePage(listed, request, 100);
        return json(200, {EventSourceMappings: page.items.map(describe), NextMarker: page.NextMarker});
      },
    },
    {
      name: 'GetEventSourceMapping',
      method: 'GET',
      uri: `${uri}/{UUID}`,
      run: ({params}) => json(200, describe(find(params.UUID))),
    },
    {
      name: 'UpdateEventSourceMapping',
      method: 'PUT',
      uri: `${uri}/{UUID}`,
      run: ({params, request}) => {
        const input = Input.parse(request.body);
        const mapping = find(params.UUID);
        requireSettled(mapping);
        const enabled = input.flag('Enabled') ?? mapping.state === 'Enabled';
        const name = input.text('FunctionName');
        if (name !== undefined) mapping.functionArn = functionOf(world, name);
        mapping.settings = {...mapping.settings, ...sourceMembers(input)};
        mapping.modifiedMs = world.clock.now();
        mapping.state = 'Updating';
        settle(mapping, enabled);
        return json(202, describe(mapping));
      },
    },
    {
      name: 'DeleteEventSourceMapping',
      method: 'DELETE',
      uri: `${uri}/{UUID}`,
      run: ({params}) => {
        const mapping = find(params.UUID);
        requireSettled(mapping);
        mapping.state = 'Deleting';
        world.transitions.schedule(() => {
          mapping.servedArn = undefined;
          mappings.delete(mapping.uuid);
          world.state.tags.delete(mapping.arn);
        });
        return json(202, describe(mapping));
      },
    },
  ];
}

function functionOf(world: LambdaWorld, name: string): string {
  const target = parseFunctionTarget(world, name);
  const lambda = world.state.functions.get(target.name);
  if (!lambda || !versionOf(lambda, target.qualifier ?? '$LATEST')) throw invalid('Function does not exist');
  return functionArn(world, target.name, target.qualifier);
}

function checkDuplicate(mappings: Iterable<EventSourceMapping>, source: string | undefined, functionArn: string): void {
  if (source === undefined) return;
  for (const {uuid, functionArn: existing, settings} of mappings) {
    if (settings.EventSourceArn !== source || existing !== functionArn) continue;
    const kind = isQueue(source) ? 'SQS' : 'event source';
    throw conflict(
      `An event source mapping with ${kind} arn (" ${source} ") and function (" ${functionArn.split(':')[6]} ") already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    );
  }
}

function requireSettled({state}: EventSourceMapping): void {
  if (state === 'Enabled' || state === 'Disabled') return;
  throw failure(400, 'ResourceInUseException', 'Cannot update the event source mapping because it is in use.');
}

// Recorded of queues and of streams: two services answer behind one operation.
function isQueue(source: unknown): boolean {
  return typeof source === 'string' && source.split(':')[2] === 'sqs';
}

function describe(mapping: EventSourceMapping): Record<string, unknown> {
  return {
    UUID: mapping.uuid,
    EventSourceMappingArn: mapping.arn,
    FunctionArn: mapping.functionArn,
    ...mapping.settings,
    LastModified: mapping.modifiedMs / 1000,
    State: mapping.state,
    StateTransitionReason: isQueue(mapping.settings.EventSourceArn) ? 'USER_INITIATED' : 'User action',
  };
}
