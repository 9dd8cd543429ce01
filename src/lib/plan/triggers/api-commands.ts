import {shellQuoted} from '../../model/shell-quoted.js';
import type {Api, ApiRoute, ApiStage} from '../../model/trigger/api.js';

/** A variable of one stage, and what it is to be; without a value it is to be gone. */
export interface VariableOfStage {
  readonly api: Pick<Api, 'apiId' | 'kind'>;
  readonly stage: ApiStage['name'];
  readonly variable: string;
  readonly value?: string;
}

/** AWS's command that sets a variable of a stage; HTTP and WebSocket APIs keep the others, and drop one that is empty. */
export function setVariable({api: {apiId, kind}, stage, variable, value}: VariableOfStage): string {
  const name = shellQuoted(stage);
  if (kind !== 'REST') {
    return `aws apigatewayv2 update-stage --api-id ${apiId} --stage-name ${name} --stage-variables ${shellQuoted(`${variable}=${value ?? ''}`)}`;
  }
  const patch =
    value === undefined
      ? `op=remove,path=/variables/${variable}`
      : `op=replace,path=/variables/${variable},value=${value}`;
  return `aws apigateway update-stage --rest-api-id ${apiId} --stage-name ${name} --patch-operations ${shellQuoted(patch)}`;
}

/** AWS's command that gives an integration of an HTTP or WebSocket API another URI. */
export function setIntegrationUri(apiId: string, integrationId: string, uri: string): string {
  return `aws apigatewayv2 update-integration --api-id ${apiId} --integration-id ${integrationId} --integration-uri ${shellQuoted(uri)}`;
}

/**
 * AWS's commands that point one way of a stage at the alias. A stage that does not deploy by itself goes on with what was
 * deployed, so its commands end with a deployment; a variable of a stage holds at once.
 */
export function pointingCommands(route: ApiRoute, aliasArn: string): readonly string[] {
  const {api, stage, integration, deploysItself, variable} = route;
  const {uri, place} = integration;
  if (variable?.value !== undefined) {
    const alias = aliasArn.slice(aliasArn.lastIndexOf(':'));
    return [setVariable({api, stage, variable: variable.name, value: `${variable.value}${alias}`})];
  }
  const {apiId} = api;
  const name = shellQuoted(stage);
  const to = uriAt(uri, aliasArn);
  if ('integrationId' in place) {
    const deployment = `aws apigatewayv2 create-deployment --api-id ${apiId} --stage-name ${name}`;
    return [setIntegrationUri(apiId, place.integrationId, to), ...(deploysItself ? [] : [deployment])];
  }
  const patch = shellQuoted(`op=replace,path=/uri,value=${to}`);
  return [
    `aws apigateway update-integration --rest-api-id ${apiId} --resource-id ${place.resourceId} --http-method ${place.httpMethod} --patch-operations ${patch}`,
    `aws apigateway create-deployment --rest-api-id ${apiId} --stage-name ${name}`,
  ];
}

/**
 * The URI with another function in it, in the form it has: the ARN alone, or
 * `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<ARN>/invocations`.
 */
export function uriAt(uri: string, functionArn: string): string {
  const isPath = /\/functions\/.*\/invocations$/;
  return isPath.test(uri) ? uri.replace(isPath, () => `/functions/${functionArn}/invocations`) : functionArn;
}
