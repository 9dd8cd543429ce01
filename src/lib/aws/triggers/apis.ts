import type {Method, Resource, Stage as RestStage} from '@aws-sdk/client-api-gateway';
import type {Authorizer, Integration, Route, Stage} from '@aws-sdk/client-apigatewayv2';
import type {Api, ApiIntegration, ApiStage} from '../../model/trigger/api.js';
import type {ServedApi, ServedStage} from '../../model/trigger/served-api.js';
import type {ApisPort, StagePlace} from '../../ports/triggers/apis.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName} from '../error/mapping.js';
import {servedByExport, servedNow} from './served.js';

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

  async readServedApi(apiId: string, signal?: AbortSignal): Promise<ServedApi | undefined> {
    const api = await this.readApi(apiId, signal);
    if (!api) return undefined;
    const {name, kind} = api;
    const stages = kind === 'REST' ? await this.#exported(api, signal) : await this.#deployingItself(api, signal);
    return {apiId, name, kind, stages};
  }

  async setStageVariable(
    {apiId, kind, stage, variables}: StagePlace,
    variable: string,
    value: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const call = {action: 'apigateway:PATCH', subject: `stage ${stage} of API ${apiId}`};
    if (kind === 'REST') {
      const {client, sdk} = await this.#clients.restApis();
      // `replace` makes it where it is missing (API Gateway API reference, Patch Operations).
      const patchOperations = [{op: 'replace' as const, path: `/variables/${variable}`, value}];
      const command = new sdk.UpdateStageCommand({restApiId: apiId, stageName: stage, patchOperations});
      await callAws(call, () => client.send(command, requestOptions(signal)));
      return;
    }
    const {client, sdk} = await this.#clients.apis();
    // Those left out stay, as Terraform's provider knows of it; AWS's reference does not say so, and so none is left out.
    const StageVariables = {...variables, [variable]: value};
    const command = new sdk.UpdateStageCommand({ApiId: apiId, StageName: stage, StageVariables});
    await callAws(call, () => client.send(command, requestOptions(signal)));
  }

  async setIntegrationUri(
    {apiId, integrationId}: Parameters<ApisPort['setIntegrationUri']>[0],
    uri: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const call = {action: 'apigateway:PATCH', subject: `integration ${integrationId} of API ${apiId}`};
    const {client, sdk} = await this.#clients.apis();
    const input = {ApiId: apiId, IntegrationId: integrationId, IntegrationUri: uri};
    await callAws(call, () => client.send(new sdk.UpdateIntegrationCommand(input), requestOptions(signal)));
  }

  /** An export of a stage is what was deployed to it; nothing else of the API tells that. */
  async #exported({apiId, stages}: Api, signal?: AbortSignal): Promise<readonly ServedStage[]> {
    const {client, sdk} = await this.#clients.restApis();
    const found: ServedStage[] = [];
    for (const stage of stages) {
      const call = {action: 'apigateway:GET', subject: `the export of stage ${stage.name} of API ${apiId}`};
      const command = new sdk.GetExportCommand({
        ...{restApiId: apiId, stageName: stage.name, exportType: 'oas30', accepts: 'application/json'},
        // Integrations, authorizers and whatever else may use a variable.
        parameters: {extensions: 'apigateway'},
      });
      const {body} = await callAws(call, () => client.send(command, requestOptions(signal)));
      found.push({...stage, served: servedByExport(new TextDecoder().decode(body), call)});
    }
    return found;
  }

  async #deployingItself({apiId, stages}: Api, signal?: AbortSignal): Promise<readonly ServedStage[]> {
    if (!stages.some(({deploysItself}) => deploysItself)) return stages;
    const call = callOf(apiId);
    const {client, sdk} = await this.#clients.apis();
    const send = requestOptions(signal);
    const integrations = await everyItem<Integration>((NextToken) =>
      callAws(call, () => client.send(new sdk.GetIntegrationsCommand({ApiId: apiId, NextToken}), send)),
    );
    const routes = await everyItem<Route>((NextToken) =>
      callAws(call, () => client.send(new sdk.GetRoutesCommand({ApiId: apiId, NextToken}), send)),
    );
    const authorizers = await everyItem<Authorizer>((NextToken) =>
      callAws(call, () => client.send(new sdk.GetAuthorizersCommand({ApiId: apiId, NextToken}), send)),
    );
    const served = servedNow({integrations, routes, authorizers});
    return stages.map((stage) => (stage.deploysItself ? {...stage, served} : stage));
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
      : [
          {
            uri: methodIntegration.uri,
            place: {resourceId: id, httpMethod, path},
            ...(methodIntegration.credentials !== undefined && {byRole: true}),
          },
        ],
  );
}

function toRestStage({stageName = '', variables = {}, canarySettings}: RestStage): ApiStage {
  const {percentTraffic: percent = 0, stageVariableOverrides: overrides = {}} = canarySettings ?? {};
  return {name: stageName, variables, ...(canarySettings && {canary: {percent, overrides}})};
}

function toIntegration(integration: Integration): readonly ApiIntegration[] {
  const {IntegrationId: integrationId, IntegrationUri: uri, CredentialsArn} = integration;
  if (integrationId === undefined || uri === undefined) return [];
  return [{uri, place: {integrationId}, ...(CredentialsArn !== undefined && {byRole: true})}];
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
