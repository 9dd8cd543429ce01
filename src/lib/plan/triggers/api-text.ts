import type {ApiRoute} from '../../model/trigger/api.js';

/** A stage as people are told of it. */
export function stageText({api, stage}: Pick<ApiRoute, 'api' | 'stage'>): string {
  return `Stage ${stage} of the ${apiText(api)}`;
}

/** An API by its kind, its name and its id. */
export function apiText({apiId, name, kind}: ApiRoute['api']): string {
  return `${kind === 'WEBSOCKET' ? 'WebSocket' : kind} API ${name} (${apiId})`;
}

/** Which of its integrations it is. */
export function placeText({integration: {place}}: Pick<ApiRoute, 'integration'>): string {
  return 'integrationId' in place ? `integration ${place.integrationId}` : `${place.httpMethod} ${place.path}`;
}
