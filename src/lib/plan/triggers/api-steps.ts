import {type Api, type ApiStage, calledBy, deciderOf, resolved} from '../../model/trigger/api.js';
import {type ApiCall, type ServedApi, type ServedStage, variablesIn} from '../../model/trigger/served-api.js';
import {uriAt} from './api-commands.js';

/** One write that has an API call the alias. */
export type ApiStep = {
  readonly api: Pick<Api, 'apiId' | 'name' | 'kind'>;
  /** Source ARNs of the calls it moves: what has to be let in on the alias. */
  readonly sources: readonly string[];
  readonly to: string;
} & (
  | {
      readonly kind: 'stageVariable';
      readonly stage: string;
      readonly variable: string;
      /** Absent where the stage has no such variable yet. */
      readonly from?: string;
    }
  | {readonly kind: 'integration'; readonly integrationId: string; readonly from: string}
);

interface Target {
  /** Of the bare function. */
  readonly functionArn: string;
  readonly alias: string;
}

/**
 * What has an API call the alias and ships nothing that is not ours: a variable that names the function and nothing else uses, and
 * the integration of an HTTP API whose stages all deploy by themselves. All the rest takes a deployment, which takes along whatever
 * else somebody has changed, or would change what others rely on: none of it is a step.
 */
export function apiSteps(api: ServedApi, target: Target): readonly ApiStep[] {
  const variables = api.stages.flatMap((stage) => variableSteps(api, stage, target));
  return [...variables, ...integrationSteps(api, target)];
}

function variableSteps(api: ServedApi, stage: ServedStage, target: Target): readonly ApiStep[] {
  const {served, variables, name} = stage;
  // What the canary's own deployment calls is told nowhere.
  if (!served || stage.canary) return [];
  const deciders = new Set(served.calls.flatMap(({uri}) => deciderOf(uri) ?? []));
  return [...deciders].flatMap((variable): readonly ApiStep[] => {
    const from = variables[variable];
    const to = from === undefined ? target.alias : `${from}:${target.alias}`;
    const calls = served.calls.filter(({uri}) => variablesIn(uri).includes(variable));
    const after = {...variables, [variable]: to};
    const isOurs = calls.every(
      ({uri, byRole}) => !byRole && isBareOrUnset(uri, variables, target) && callsAlias(resolved(uri, after), target),
    );
    if (!isOurs || served.otherVariables.includes(variable)) return [];
    if (from === undefined && !isTheOneLeft(api, stage, variable, target)) return [];
    const {apiId, kind} = api;
    const place = {apiId, name: api.name, kind};
    const sources = sourcesOf(api, name, calls, target);
    return [{kind: 'stageVariable', api: place, stage: name, variable, ...(from !== undefined && {from}), to, sources}];
  });
}

/** Calls that the variable decides now: of the bare function, or of nothing at all. */
function isBareOrUnset(uri: string, variables: ApiStage['variables'], target: Target): boolean {
  const now = resolved(uri, variables);
  return now.includes('stageVariables') || isBare(now, target);
}

function isBare(uri: string, {functionArn}: Target): boolean {
  const called = calledBy(uri);
  return called?.functionArn === functionArn && called.qualifier === undefined;
}

function callsAlias(uri: string, {functionArn, alias}: Target): boolean {
  const called = calledBy(uri);
  return called?.functionArn === functionArn && called.qualifier === alias;
}

/** Which alias a stage is meant for is clear only where it is the only one that lacks the variable and no other stage has this alias. */
function isTheOneLeft({stages}: ServedApi, stage: ServedStage, variable: string, target: Target): boolean {
  const others = stages.filter(({name}) => name !== stage.name);
  return others.every(({served, variables}) => {
    const hasAlias = served?.calls.some(({uri}) => callsAlias(resolved(uri, variables), target)) ?? true;
    return variables[variable] !== undefined && !hasAlias;
  });
}

/** Stages share integrations, so all of them have to serve a change at once: then none waits for somebody's deployment. */
function integrationSteps(api: ServedApi, target: Target): readonly ApiStep[] {
  const {apiId, name, kind, stages} = api;
  if (kind !== 'HTTP' || !stages.every(({deploysItself}) => deploysItself)) return [];
  const calls = stages[0]?.served?.calls ?? [];
  return calls.flatMap((call): readonly ApiStep[] => {
    const {uri, integrationId, byRole} = call;
    if (integrationId === undefined || byRole || !isBare(uri, target)) return [];
    const to = uriAt(uri, `${target.functionArn}:${target.alias}`);
    const sources = stages.flatMap((stage) => sourcesOf(api, stage.name, [call], target));
    return [{kind: 'integration', api: {apiId, name, kind}, integrationId, from: uri, to, sources}];
  });
}

function sourcesOf(
  {apiId}: ServedApi,
  stage: string,
  calls: readonly ApiCall[],
  {functionArn}: Target,
): readonly string[] {
  const [, partition, , region, accountId] = functionArn.split(':');
  const routes = new Set(calls.flatMap((call) => call.routes));
  return [...routes].map((route) => `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}/${route}`);
}
