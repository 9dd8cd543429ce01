import {AwsError, RefusedError} from '../../errors.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {ServedApi} from '../../model/trigger/served-api.js';
import {type ApiStep, apiSteps} from '../../plan/triggers/api-steps.js';
import {apiText} from '../../plan/triggers/api-text.js';
import type {ApisPort} from '../../ports/triggers/apis.js';

/**
 * Has one API call the alias, as planned; false when it does already. API Gateway guards no write, so the API is read and planned
 * anew just before, and what is not planned any more is not written: RefusedError TRIGGER_CHANGED.
 */
export async function moveApi(
  {callers: {apis}}: {readonly callers: {readonly apis: ApisPort}},
  {ref, functionArn}: {readonly ref: AliasRef; readonly functionArn: string},
  step: ApiStep,
  signal: AbortSignal,
): Promise<boolean> {
  const api = await apis.readServedApi(step.api.apiId, signal);
  if (!api) throw changed(ref, step);
  if (isDone(api, step)) return false;
  if (!apiSteps(api, {functionArn, alias: ref.alias}).some((each) => isSame(each, step))) throw changed(ref, step);
  try {
    await write(apis, api, step, signal);
  } catch (error) {
    // Of several attempts the last one may be refused when an earlier one was carried out and its answer was lost.
    if (!(error instanceof AwsError) || signal.aborted) throw error;
    const now = await apis.readServedApi(step.api.apiId, signal);
    if (!now || !isDone(now, step)) throw error;
  }
  return true;
}

function write(apis: ApisPort, api: ServedApi, step: ApiStep, signal: AbortSignal): Promise<void> {
  const {apiId, kind} = api;
  if (step.kind === 'integration') {
    return apis.setIntegrationUri({apiId, integrationId: step.integrationId}, step.to, signal);
  }
  const variables = api.stages.find(({name}) => name === step.stage)?.variables ?? {};
  return apis.setStageVariable({apiId, kind, stage: step.stage, variables}, step.variable, step.to, signal);
}

function isDone({stages}: ServedApi, step: ApiStep): boolean {
  if (step.kind === 'stageVariable') {
    return stages.some(({name, variables}) => name === step.stage && variables[step.variable] === step.to);
  }
  const calls = stages.flatMap(({served}) => served?.calls ?? []);
  return calls.some(({integrationId, uri}) => integrationId === step.integrationId && uri === step.to);
}

/** Both are made by the same code, with their members in the same order. */
function isSame(one: ApiStep, other: ApiStep): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function changed(ref: AliasRef, {api}: ApiStep): RefusedError {
  return new RefusedError(`The ${apiText(api)} was changed since the plan: nothing was written to it.`, {
    code: 'TRIGGER_CHANGED',
    suggestions: [`Plan anew: lambda-release doctor ${formatAliasRef(ref)} --fix`],
  });
}
