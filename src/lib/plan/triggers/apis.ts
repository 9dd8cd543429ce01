import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {ApiRoute} from '../../model/trigger/api.js';
import type {ObservedApis} from '../../observe/triggers/apis.js';
import type {Finding} from '../doctor/finding.js';
import type {Refusal} from '../refusal.js';
import type {PlanWarning} from '../rollout/plan.js';

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

/** That nobody could see whether a canary is on in an API that calls the alias. */
export function apiWarnings(ref: AliasRef, apis: ObservedApis | undefined): readonly PlanWarning[] {
  return (apis?.unread ?? []).map((apiId) => ({code: 'API_UNREAD', message: unreadText(ref, apiId)}));
}

/** Every stage that gets to the function: through the alias, past it, or through it while the stage's own canary is on. */
export function apiFindings(ref: AliasRef, apis: ObservedApis, functionArn: string): readonly Finding[] {
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
          `Give it the permission on the alias first: lambda-release doctor ${subject} --fix`,
          ...pointing(route, `${functionArn}:${ref.alias}`).map((command) => `Then point it there: ${command}`),
        ],
      });
    } else if (route.qualifier === ref.alias) {
      add({level: 'ok', code: 'API_STAGE', message: `${stage} calls ${subject}.`, suggestions: []});
    } else {
      const message = `${stage} calls ${ref.functionName}:${route.qualifier}: a rollout of ${subject} does not reach it.`;
      add({level: 'ok', code: 'API_STAGE_ELSEWHERE', message, suggestions: []});
    }
  }
  for (const {code, message} of apiWarnings(ref, apis)) {
    const suggestions = ['Allow apigateway:GET, as this prints it: lambda-release doctor --policy'];
    add({level: 'warning', code, message, suggestions});
  }
  return [...found.values()];
}

function stageText({api: {apiId, name, kind}, stage}: ApiRoute): string {
  return `Stage ${stage} of the ${kind === 'WEBSOCKET' ? 'WebSocket' : kind} API ${name} (${apiId})`;
}

function placeText({integration: {place}}: ApiRoute): string {
  return 'integrationId' in place ? `integration ${place.integrationId}` : `${place.httpMethod} ${place.path}`;
}

function unreadText(ref: AliasRef, apiId: string): string {
  return `API ${apiId} may call ${ref.functionName}, and could not be read: whether it goes through ${formatAliasRef(ref)}, and whether a canary of its own is on, is not known.`;
}

/** A REST stage goes on with what was deployed, so it takes a deployment; a stage of the others may deploy by itself. */
function pointing(
  {api: {apiId, kind}, stage, integration: {uri, place}}: ApiRoute,
  aliasArn: string,
): readonly string[] {
  const name = shellQuoted(stage);
  if ('integrationId' in place) {
    const deploys =
      kind === 'WEBSOCKET' ? [`aws apigatewayv2 create-deployment --api-id ${apiId} --stage-name ${name}`] : [];
    const to = shellQuoted(kind === 'HTTP' ? aliasArn : aliasUri(uri, aliasArn));
    return [
      `aws apigatewayv2 update-integration --api-id ${apiId} --integration-id ${place.integrationId} --integration-uri ${to}`,
      ...deploys,
    ];
  }
  const patch = shellQuoted(`op=replace,path=/uri,value=${aliasUri(uri, aliasArn)}`);
  return [
    `aws apigateway update-integration --rest-api-id ${apiId} --resource-id ${place.resourceId} --http-method ${place.httpMethod} --patch-operations ${patch}`,
    `aws apigateway create-deployment --rest-api-id ${apiId} --stage-name ${name}`,
  ];
}

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`, with another ARN. */
function aliasUri(uri: string, aliasArn: string): string {
  return uri.replace(/\/functions\/.*\/invocations$/, () => `/functions/${aliasArn}/invocations`);
}
