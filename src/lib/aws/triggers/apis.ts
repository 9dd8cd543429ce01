import type {Method, Resource, Stage as RestStage} from '@aws-sdk/client-api-gateway';
import type {Integration, Stage} from '@aws-sdk/client-apigatewayv2';
import type {Api, ApiIntegration, ApiStage} from '../../model/trigger/api.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';

/** The most that GetResources answers with at once (API Gateway API reference). */
const MOST_RESOURCES = 500;

/** REST APIs and those of version 2. An id does not say which of them it is of, so REST is asked first. */
export class ApiGatewayApis implements ApisPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async readApi(apiId: string, signal?: AbortSignal): Promise<Api | undefined> {
    return (await this.#restApi(apiId, signal)) ?? (await this.#api(apiId, signal));
  }

  async #restApi(apiId: string, signal?: AbortSignal): Promise<Api | undefined> {
    const call = callOf(apiId);
    const {client, sdk} = await this.#clients.restApis();
    const input = {restApiId: apiId};
    const send = requestOptions(signal);
    const api = await orNotThere(callAws(call, () => client.send(new sdk.GetRestApiCommand(input), send)));
    if (api === undefined) return undefined;
    const {item: stages = []} = await callAws(call, () => client.send(new sdk.GetStagesCommand(input), send));
    const integrations: ApiIntegration[] = [];
    let position: string | undefined;
    do {
      const command = new sdk.GetResourcesCommand({...input, embed: ['methods'], limit: MOST_RESOURCES, position});
      const page = await callAws(call, () => client.send(command, send));
      integrations.push(...(page.items ?? []).flatMap(integrationsOf));
      position = page.position;
    } while (position);
    return {apiId, name: api.name ?? apiId, kind: 'REST', integrations, stages: stages.map(toRestStage)};
  }

  async #api(apiId: string, signal?: AbortSignal): Promise<Api | undefined> {
    const call = callOf(apiId);
    const {client, sdk} = await this.#clients.apis();
    const send = requestOptions(signal);
    const api = await orNotThere(callAws(call, () => client.send(new sdk.GetApiCommand({ApiId: apiId}), send)));
    if (api === undefined) return undefined;
    const stages = await everyItem<Stage>((NextToken) =>
      callAws(call, () => client.send(new sdk.GetStagesCommand({ApiId: apiId, NextToken}), send)),
    );
    const integrations = await everyItem<Integration>((NextToken) =>
      callAws(call, () => client.send(new sdk.GetIntegrationsCommand({ApiId: apiId, NextToken}), send)),
    );
    return {
      apiId,
      name: api.Name ?? apiId,
      kind: api.ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
      integrations: integrations.flatMap(toIntegration),
      stages: stages.map(toStage),
    };
  }
}

/** Reading anything of API Gateway is one action (Service Authorization Reference, "API Gateway Management"). */
function callOf(apiId: string) {
  return {action: 'apigateway:GET', subject: `API ${apiId}`};
}

function integrationsOf({id, path = '', resourceMethods = {}}: Resource): readonly ApiIntegration[] {
  return Object.entries(resourceMethods).flatMap(([httpMethod, {methodIntegration}]: [string, Method]) =>
    id === undefined || methodIntegration?.uri === undefined
      ? []
      : [{uri: methodIntegration.uri, place: {resourceId: id, httpMethod, path}}],
  );
}

function toRestStage({stageName = '', variables = {}, canarySettings}: RestStage): ApiStage {
  const {percentTraffic: percent = 0, stageVariableOverrides: overrides = {}} = canarySettings ?? {};
  return {name: stageName, variables, ...(canarySettings && {canary: {percent, overrides}})};
}

function toIntegration({IntegrationId: integrationId, IntegrationUri: uri}: Integration): readonly ApiIntegration[] {
  return integrationId === undefined || uri === undefined ? [] : [{uri, place: {integrationId}}];
}

function toStage({StageName: name = '', StageVariables: variables = {}, AutoDeploy}: Stage): ApiStage {
  return {name, variables, ...(AutoDeploy && {deploysItself: true})};
}

async function everyItem<Item>(
  pageAt: (token?: string) => Promise<{readonly Items?: Item[] | undefined; readonly NextToken?: string | undefined}>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const page = await pageAt(token);
    found.push(...(page.Items ?? []));
    token = page.NextToken;
  } while (token);
  return found;
}

/** API Gateway has a name of its own for what is not there. */
async function orNotThere<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasAwsName(error, 'NotFoundException')) return undefined;
    throw error;
  }
}
