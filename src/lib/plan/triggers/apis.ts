import type {WatchedStage} from '../../analysis/settings.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {formatWatchedStage} from '../../model/rollout/watched-stage.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {ApiRoute} from '../../model/trigger/api.js';
import type {ObservedApis, UnreadApi} from '../../observe/triggers/apis.js';
import type {Finding} from '../doctor/finding.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from '../rollout/plan.js';
import {pointingCommands} from './api-commands.js';
import {placeText, stageText} from './api-text.js';

/**
 * A stage whose own canary is on sends part of its requests through another deployment, and maybe to another alias: what a
 * rollout's callers then meet is the work of two changes at once, and the two shares multiply.
 */
export function canaryRefusals(ref: AliasRef, apis: ObservedApis | undefined): readonly Refusal[] {
  const stages = new Map<string, ApiRoute>();
  for (const route of apis?.routes ?? []) {
    if (route.qualifier === ref.alias && route.canaryPercent !== undefined) stages.set(stageText(route), route);
  }
  return [...stages].map(([stage, {api, stage: name, canaryPercent}]) => {
    const of = `--rest-api-id ${api.apiId} --stage-name ${shellQuoted(name)} --patch-operations`;
    return {
      code: 'API_CANARY_ON',
      message: `${stage} calls ${formatAliasRef(ref)}, and its own canary takes ${canaryPercent} % of its requests: two changes would be tried at once, and their shares multiply.`,
      suggestions: [
        `Promote the canary in API Gateway, or end it: aws apigateway update-stage ${of} op=remove,path=/canarySettings`,
      ],
      details: {apiId: api.apiId, stage: name, percent: canaryPercent},
    };
  });
}

/** The same for who goes on with a rollout: traffic is on two versions already, and refusing would leave it judged by nobody. */
export function canaryWarnings(ref: AliasRef, apis: ObservedApis | undefined): readonly PlanWarning[] {
  return canaryRefusals(ref, apis).map(({code, message, suggestions}) => ({
    code,
    message: [message, ...suggestions].join(' '),
  }));
}

/** That nobody could see whether a canary is on in an API that calls the alias. */
export function apiWarnings(ref: AliasRef, apis: ObservedApis | undefined): readonly PlanWarning[] {
  return (apis?.unread ?? []).map((api) => ({code: 'API_UNREAD', message: unreadText(ref, api)}));
}

/** Ids of the APIs that get to the bare function: each is a finding of its own. */
export function bypassingApis(apis: ObservedApis | undefined): ReadonlySet<string> {
  const past = (apis?.routes ?? []).filter(({qualifier}) => qualifier === undefined);
  return new Set(past.map(({api}) => api.apiId));
}

/** Every stage that gets to the function: through the alias, past it, or through it while the stage's own canary is on. */
export function apiFindings(
  ref: AliasRef,
  apis: ObservedApis,
  {functionArn, watched = []}: {readonly functionArn: string; readonly watched?: readonly WatchedStage[] | undefined},
): readonly Finding[] {
  const subject = formatAliasRef(ref);
  const found = new Map<string, Finding>();
  const add = (finding: Omit<Finding, 'subject'>) => found.set(finding.message, {...finding, subject});
  for (const refusal of canaryRefusals(ref, apis)) {
    const {code, message, suggestions} = refusal;
    add({level: 'stop', code, message, suggestions});
  }
  for (const route of apis.routes) {
    const stage = stageText(route);
    if (route.qualifier === undefined) {
      add({
        level: 'warning',
        code: 'API_BYPASSES_ALIAS',
        message: `${stage} calls ${ref.functionName} without its alias (${placeText(route)}): it sees no rollout.`,
        suggestions: [
          `Give it the permission on the alias first, and point it there where nothing else is deployed by it: lambda-release doctor ${subject} --fix`,
          ...pointingCommands(route, `${functionArn}:${ref.alias}`).map((command) => `Else point it there: ${command}`),
        ],
      });
    } else if (route.qualifier === ref.alias) {
      add({
        level: 'ok',
        code: 'API_STAGE',
        message: `${stage} calls ${subject}.`,
        suggestions: waysToWatch(route, watched),
      });
    } else {
      const message = `${stage} calls ${ref.functionName}:${route.qualifier}: a rollout of ${subject} does not reach it.`;
      add({level: 'ok', code: 'API_STAGE_ELSEWHERE', message, suggestions: []});
    }
  }
  for (const api of apis.unread) {
    const suggestions = [
      api.isDenied
        ? 'Allow apigateway:GET, as this prints it: lambda-release doctor --policy'
        : `Look again: lambda-release doctor ${subject}`,
    ];
    add({level: 'warning', code: 'API_UNREAD', message: unreadText(ref, api), suggestions});
  }
  return [...found.values()];
}

/** How a rollout hears of the server errors of a stage, which Lambda does not count; none for one that is watched already. */
function waysToWatch({api: {apiId, name, kind}, stage}: ApiRoute, watched: readonly WatchedStage[]): readonly string[] {
  if (kind === 'WEBSOCKET') return [];
  const found: WatchedStage = {kind, api: kind === 'REST' ? name : apiId, stage};
  const text = formatWatchedStage(found);
  if (watched.some((each) => formatWatchedStage(each) === text)) return [];
  return [
    `Hold a rollout when it answers more server errors: --api-stage ${shellQuoted(text)}, or rollout.analysis.apiStages`,
  ];
}

function unreadText(ref: AliasRef, {apiId, isDenied, why}: UnreadApi): string {
  const unread = isDenied ? 'may not be read (apigateway:GET)' : `could not be read (${why.replace(/\.$/, '')})`;
  return `API ${apiId} may call ${ref.functionName}, and ${unread}: whether it goes through ${formatAliasRef(ref)}, and whether a canary of its own is on, is not known.`;
}
