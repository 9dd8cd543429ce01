import type {Authorizer, Integration, Route} from '@aws-sdk/client-apigatewayv2';
import {type ApiCall, routeOf, type Served, variablesIn} from '../../model/trigger/served-api.js';
import type {AwsCall} from '../error/aws-call.js';
import {unreadableAnswer} from '../error/mapping.js';

/** API Gateway's extensions of OpenAPI (API Gateway Developer Guide): the integration of an operation, and any method's. */
const INTEGRATION = 'x-amazon-apigateway-integration';
const ANY_METHOD = 'x-amazon-apigateway-any-method';

type Operation = Readonly<Record<string, unknown>>;
interface ExportedIntegration {
  readonly uri?: string;
  readonly credentials?: string;
}

/** What a stage of a REST API serves, by its export in OpenAPI 3 with all extensions. Throws AwsError NOT_AN_AWS_ENDPOINT. */
export function servedByExport(text: string, call: AwsCall): Served {
  const {paths = {}} = parsed(text, call);
  const calls = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const {uri, credentials} = (operation?.[INTEGRATION] ?? {}) as ExportedIntegration;
      if (uri === undefined) return [];
      const routes = [routeOf(method === ANY_METHOD ? 'ANY' : method, path)];
      return [{uri, routes, ...(credentials !== undefined && {byRole: true as const})}];
    }),
  );
  return {calls: together(calls), otherVariables: variablesIn(withoutUris(parsed(text, call)))};
}

/** What the stages of an HTTP API that deploy by themselves serve: the API as it stands. */
export function servedNow(api: {
  readonly integrations: readonly Integration[];
  readonly routes: readonly Route[];
  readonly authorizers: readonly Authorizer[];
}): Served {
  const calls = api.integrations.flatMap(({IntegrationId, IntegrationUri, CredentialsArn}): readonly ApiCall[] => {
    if (IntegrationId === undefined || IntegrationUri === undefined) return [];
    const routes = api.routes.filter(({Target}) => Target === `integrations/${IntegrationId}`);
    return [
      {
        ...{uri: IntegrationUri, integrationId: IntegrationId, routes: routes.map(toRoute)},
        ...(CredentialsArn !== undefined && {byRole: true}),
      },
    ];
  });
  return {calls, otherVariables: variablesIn(withoutUris(api))};
}

/** `GET /orders/{id}`; `$default` stands for itself. */
function toRoute({RouteKey = ''}: Route): string {
  const [method = '', path] = RouteKey.split(' ');
  return path === undefined ? RouteKey : routeOf(method, path);
}

/** Operations with the same URI are one call. */
function together(calls: readonly ApiCall[]): readonly ApiCall[] {
  const found = new Map<string, ApiCall>();
  for (const {routes, ...call} of calls) {
    const key = JSON.stringify([call.uri, call.byRole]);
    found.set(key, {...call, routes: [...(found.get(key)?.routes ?? []), ...routes]});
  }
  return [...found.values()];
}

/** The URIs of integrations are looked at for themselves; those of authorizers have names of their own. */
function withoutUris(api: unknown): string {
  return JSON.stringify(api, (key, value) => (key === 'uri' || key === 'IntegrationUri' ? undefined : value));
}

function parsed(text: string, call: AwsCall): {readonly paths?: Readonly<Record<string, Record<string, Operation>>>} {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadableAnswer(call, 'the export is no JSON.');
  }
}
