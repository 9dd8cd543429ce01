import type {Api, ApiStage} from './api.js';

/** An API with what its stages serve, which for a REST API is what was deployed to each and not the API as it stands. */
export interface ServedApi extends Pick<Api, 'apiId' | 'name' | 'kind'> {
  readonly stages: readonly ServedStage[];
}

export interface ServedStage extends ApiStage {
  /** Absent where nobody can tell: a stage of an HTTP or WebSocket API that waits for deployments. */
  readonly served?: Served;
}

export interface Served {
  readonly calls: readonly ApiCall[];
  /** Variables of the stage that something else than the URI of a call uses: a template, a parameter, an authorizer. */
  readonly otherVariables: readonly string[];
}

/** One integration as it is served. */
export interface ApiCall {
  readonly uri: string;
  /** What it answers, as a source ARN ends: `GET/orders/*`, `$default`. */
  readonly routes: readonly string[];
  /** Of HTTP and WebSocket APIs. */
  readonly integrationId?: string;
  /** It calls with a role of its own, whatever the function's policy says. */
  readonly byRole?: true;
}

/** Names of stage variables in any text of an API: URIs, templates, parameters. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/stageVariables(?:\.|\[\\?['"])(\w+)/g)].flatMap(([, name]) => name ?? []);
}

/** The end of a source ARN by method and path: any method is `*`, and so is what a parameter stands for. */
export function routeOf(method: string, path: string): string {
  return `${/^any$/i.test(method) ? '*' : method.toUpperCase()}${path.replace(/\{[^}]*\}/g, '*')}`;
}
