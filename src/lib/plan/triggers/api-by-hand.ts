import type {ApiRoute} from '../../model/trigger/api.js';
import type {ObservedTriggers} from '../../observe/triggers/triggers.js';
import {pointingCommands} from './api-commands.js';
import type {ApiStep} from './api-steps.js';
import {placeText, stageText} from './api-text.js';
import type {ByHand} from './by-hand.js';

/** The ways of APIs to the bare function that no step moves, each with why and with AWS's commands. */
export function apisByHand(
  {ref, functionArn = '', apis}: Pick<ObservedTriggers, 'ref' | 'functionArn' | 'apis'>,
  steps: readonly ApiStep[],
): readonly ByHand[] {
  const isLeft = (route: ApiRoute) => route.qualifier === undefined && !steps.some((step) => isMoved(route, step));
  const ofRoutes = apis.routes.filter(isLeft).map((route) => ({
    what: `${stageText(route)} calls the bare function (${placeText(route)}). ${whyNot(route)}`,
    commands: pointingCommands(route, `${functionArn}:${ref.alias}`),
  }));
  const unread = apis.unread.map(({apiId, why}) => ({
    what: `API ${apiId} may call the bare function, and could not be read: ${why}`,
    commands: [],
  }));
  return [...ofRoutes, ...unread];
}

function isMoved({api, stage, integration: {place}, variable}: ApiRoute, step: ApiStep): boolean {
  if (step.api.apiId !== api.apiId) return false;
  if (step.kind === 'stageVariable') return step.stage === stage && step.variable === variable?.name;
  return 'integrationId' in place && place.integrationId === step.integrationId;
}

function whyNot({integration: {byRole}, variable, deploysItself}: ApiRoute): string {
  if (byRole) return 'It calls with a role of its own: let that call the alias, then point it there.';
  if (variable?.value !== undefined) {
    return `Its variable ${variable.name} names the function, and something else uses it too, or a canary is there, or what the stage serves cannot be read: look at that first.`;
  }
  if (deploysItself) return 'Another stage, which shares the integration, waits for a deployment: look at that first.';
  return 'It takes a deployment, which takes along whatever else was changed in the API since its last one: look at that first.';
}
