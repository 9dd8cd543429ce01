/** An API of API Gateway, as far as it calls functions. */
export interface Api {
  readonly apiId: string;
  readonly name: string;
  readonly kind: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly integrations: readonly ApiIntegration[];
  readonly stages: readonly ApiStage[];
}

/** What an API calls: `id` of HTTP and WebSocket APIs, resource and method of REST ones. */
export interface ApiIntegration {
  /** As it was set, with `${stageVariables.name}` in it where a stage decides. */
  readonly uri: string;
  readonly place:
    | {readonly integrationId: string}
    | {readonly resourceId: string; readonly httpMethod: string; readonly path: string};
  /** It calls with a role of its own, whatever the function's policy says. */
  readonly byRole?: true;
}

export interface ApiStage {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Only of REST APIs; absent when the stage has none. */
  readonly canary?: ApiCanary;
  /** What is changed in the API is served at once (AutoDeploy of HTTP APIs); else it takes a deployment. */
  readonly deploysItself?: true;
}

/** A second deployment behind one stage, drawn anew for each request (API Gateway Developer Guide, canary release). */
export interface ApiCanary {
  /** 0–100. */
  readonly percent: number;
  /** What the canary sees in place of the stage's own variables. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** One stage of an API and one way it takes to a function. */
export interface ApiRoute {
  readonly api: Pick<Api, 'apiId' | 'name' | 'kind'>;
  readonly stage: string;
  readonly integration: ApiIntegration;
  /** Alias or version; absent for the bare function, which runs `$LATEST`. */
  readonly qualifier?: string;
  /** Share of the stage's requests that the stage's own canary takes, above 0; absent when it takes none. */
  readonly canaryPercent?: number;
  /** The variable of the stage that the URI ends with, which decides what is called; without a value the stage lacks it. */
  readonly variable?: {readonly name: string; readonly value?: string};
  /** See ApiStage. */
  readonly deploysItself?: true;
}

const FUNCTION = /(arn:[\w-]+:lambda:[\w-]+:\d+:function:[\w-]+)(?::([\w$-]+))?(?:\/invocations)?$/;
const API = /^arn:[^:]+:execute-api:([^:]+:\d+):([a-z0-9]+)(?:\/|$)/;
const VARIABLE = /\$\{stageVariables\.(\w+)\}/g;
const DECIDER = /\$\{stageVariables\.(\w+)\}(?:\/invocations)?$/;

/** What a URI without variables calls; `functionArn` is that of the bare function. */
export function calledBy(uri: string): {readonly functionArn: string; readonly qualifier?: string} | undefined {
  const [, functionArn, qualifier] = FUNCTION.exec(uri) ?? [];
  if (functionArn === undefined) return undefined;
  return {functionArn, ...(qualifier !== undefined && qualifier !== '$LATEST' && {qualifier})};
}

/**
 * Every way from the stages of an API to the function of this ARN, each once; the canary of a stage may take one of its own.
 * One of the same name in another region or account is another function.
 */
export function routesTo(functionArn: string, api: Api): readonly ApiRoute[] {
  const {apiId, name, kind} = api;
  return api.stages.flatMap((stage) =>
    api.integrations.flatMap((integration) => {
      const {canary} = stage;
      const isOn = canary !== undefined && canary.percent > 0;
      const sights = [stage.variables, ...(isOn ? [{...stage.variables, ...canary.overrides}] : [])];
      const uris = new Set(sights.map((variables) => resolved(integration.uri, variables)));
      return [...uris].flatMap((uri): readonly ApiRoute[] => {
        const called = calledBy(uri);
        if (called?.functionArn !== functionArn) return [];
        const {qualifier} = called;
        return [
          {
            api: {apiId, name, kind},
            stage: stage.name,
            integration,
            ...(qualifier !== undefined && {qualifier}),
            ...(isOn && {canaryPercent: canary.percent}),
            ...variableOf(integration.uri, stage),
            ...(stage.deploysItself && {deploysItself: true}),
          },
        ];
      });
    }),
  );
}

function variableOf(uri: string, {variables}: ApiStage): Pick<ApiRoute, 'variable'> {
  const name = deciderOf(uri);
  const value = name === undefined ? undefined : variables[name];
  return name === undefined ? {} : {variable: {name, ...(value !== undefined && {value})}};
}

/** Name of the stage variable that a URI ends with; absent when it ends with none. */
export function deciderOf(uri: string): string | undefined {
  return DECIDER.exec(uri)?.[1];
}

/** A variable that the stage lacks leaves nothing that could be called. */
export function resolved(uri: string, variables: Readonly<Record<string, string>>): string {
  return uri.replace(VARIABLE, (whole, name: string) => variables[name] ?? whole);
}

/** Id of the API that a statement of a resource policy names by its source; absent when it names none, or several. */
export function apiIdOf(sourceArn = ''): string | undefined {
  return API.exec(sourceArn)?.[2];
}

/** Whether the API of a source is where the function is: an API of another account or region can be read there alone. */
export function isBeside(functionArn: string, sourceArn = ''): boolean {
  const [, place] = API.exec(sourceArn) ?? [];
  return place === functionArn.split(':').slice(3, 5).join(':');
}
