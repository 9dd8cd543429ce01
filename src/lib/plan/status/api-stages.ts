import type {ApiRoute} from '../../model/trigger/api.js';
import type {ObservedApis} from '../../observe/triggers/apis.js';
import {stageText} from '../triggers/api-text.js';
import {canaryRefusals} from '../triggers/apis.js';
import type {Oddity} from './oddities.js';

/** A stage of an API and what it calls of one function. */
export interface StageStatus extends Pick<ApiRoute, 'api' | 'stage' | 'qualifier' | 'canaryPercent'> {}

/** Every stage that gets to the function, each once with each alias, version or the bare function. */
export function apiStages({routes}: ObservedApis): readonly StageStatus[] {
  const stages = new Map<string, StageStatus>();
  for (const {api, stage, qualifier, canaryPercent} of routes) {
    const found = {
      api,
      stage,
      ...(qualifier !== undefined && {qualifier}),
      ...(canaryPercent !== undefined && {canaryPercent}),
    };
    stages.set(JSON.stringify([api.apiId, stage, qualifier]), found);
  }
  return [...stages.values()];
}

/** Stages that get past every alias, and canaries of stages that call one of these. */
export function apiOddities(functionName: string, aliases: readonly string[], apis: ObservedApis): readonly Oddity[] {
  const past = apiStages(apis).filter(({qualifier}) => qualifier === undefined);
  const canaries = aliases.flatMap((alias) => canaryRefusals({functionName, alias}, apis));
  return [
    ...past.map((stage) => ({
      code: 'API_BYPASSES_ALIAS',
      message: `${stageText(stage)} calls the bare function, past every alias; no rollout of ${functionName} reaches it.`,
      wayOut: `lambda-release doctor ${functionName}:${aliases[0] ?? 'ALIAS'} --fix`,
    })),
    ...canaries.map(({code, message, suggestions: [wayOut = '']}) => ({code, message, wayOut})),
  ];
}
