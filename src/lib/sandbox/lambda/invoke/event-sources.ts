import {randomUUID} from 'node:crypto';
import {invalid, notFound} from '../failure.js';
import {functionArn, parseFunctionTarget} from '../function/function-target.js';
import {findVersion} from '../function/lookup.js';
import {Input} from '../input.js';
import {takePage} from '../paging.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';

interface EventSourceMapping {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly FunctionArn: string;
  readonly State: string;
  readonly [member: string]: unknown;
}

const uri = '/2015-03-31/event-source-mappings';

/** Event source mappings: kept and listed, so that tools find them; no events are ever read from the sources. */
export function eventSourceOperations(world: LambdaWorld): LambdaOperation[] {
  const mappings = new Map<string, EventSourceMapping>();
  const find = (uuid: string): EventSourceMapping => {
    const mapping = mappings.get(uuid);
    if (!mapping) throw notFound('The resource you requested does not exist.');
    return mapping;
  };
  return [
    {
      name: 'CreateEventSourceMapping',
      method: 'POST',
      uri,
      run: ({request}) => {
        const input = Input.parse(request.body);
        const source = input.text('EventSourceArn');
        if (!source) throw invalid('Unrecognized event source.');
        const target = parseFunctionTarget(world, input.text('FunctionName') ?? '');
        findVersion(world, target);
        const mapping = {
          UUID: randomUUID(),
          EventSourceArn: source,
          FunctionArn: functionArn(world, target.name, target.qualifier),
          BatchSize: input.number('BatchSize') ?? 10,
          LastModified: world.clock.now() / 1000,
          State: input.flag('Enabled') === false ? 'Disabled' : 'Enabled',
          StateTransitionReason: 'USER_INITIATED',
        };
        mappings.set(mapping.UUID, mapping);
        return json(202, {...mapping, State: 'Creating'});
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
            (arn === undefined || mapping.FunctionArn === arn) &&
            (source === null || mapping.EventSourceArn === source),
        );
        const page = takePage(listed, request, 100);
        return json(200, {EventSourceMappings: page.items, NextMarker: page.NextMarker});
      },
    },
    {
      name: 'GetEventSourceMapping',
      method: 'GET',
      uri: `${uri}/{UUID}`,
      run: ({params}) => json(200, find(params.UUID ?? '')),
    },
    {
      name: 'DeleteEventSourceMapping',
      method: 'DELETE',
      uri: `${uri}/{UUID}`,
      run: ({params}) => {
        const mapping = find(params.UUID ?? '');
        mappings.delete(mapping.UUID);
        return json(202, {...mapping, State: 'Deleting'});
      },
    },
  ];
}
