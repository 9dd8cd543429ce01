import type {GetLayerVersionResponse, LayerVersionsListItem} from '@aws-sdk/client-lambda';
import {layerPrincipal} from '../../model/layer/share.js';
import type {LayerContent, LayerShares, LayersPort, LayerUser, LayerVersion} from '../../ports/lambda/layers.js';
import {required} from '../answer.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {layerShares} from './layer-shares.js';
import {toSignature} from './to-signature.js';

/** Layers of AWS Lambda. */
export class LambdaLayers implements LayersPort {
  readonly #clients: AwsClients;
  readonly #paced: AwsClients;

  /** `paced` are clients with a request pacer: listings of everything and deletions go through them. */
  constructor(clients: AwsClients, paced: AwsClients) {
    this.#clients = clients;
    this.#paced = paced;
  }

  async listLayers(signal?: AbortSignal): Promise<readonly LayerVersion[]> {
    const call: AwsCall = {action: 'lambda:ListLayers', subject: 'the layers of this region'};
    const {client, sdk} = await this.#paced.lambda();
    const layers: LayerVersion[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListLayersCommand({Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const {LayerName: name, LatestMatchingVersion: latest} of page.Layers ?? []) {
        layers.push(toLayerVersion(required(name, 'LayerName', call), latest, call));
      }
      marker = page.NextMarker;
    } while (marker);
    return layers.sort((a, b) => (a.layerName < b.layerName ? -1 : 1));
  }

  async listVersions(layerName: string, signal?: AbortSignal): Promise<readonly LayerVersion[]> {
    const call: AwsCall = {action: 'lambda:ListLayerVersions', subject: `layer ${layerName}`};
    const {client, sdk} = await this.#clients.lambda();
    const versions: LayerVersion[] = [];
    let marker: string | undefined;
    do {
      const command = new sdk.ListLayerVersionsCommand({LayerName: layerName, Marker: marker});
      const page = await ifThere(() => callAws(call, () => client.send(command, requestOptions(signal))));
      versions.push(...(page?.LayerVersions ?? []).map((version) => toLayerVersion(layerName, version, call)));
      marker = page?.NextMarker;
    } while (marker);
    return versions.sort((a, b) => b.version - a.version);
  }

  async getVersion(layerName: string, version: number, signal?: AbortSignal): Promise<LayerContent | undefined> {
    const call: AwsCall = {action: 'lambda:GetLayerVersion', subject: `layer ${layerName}:${version}`};
    const {client, sdk} = await this.#clients.lambda();
    const command = new sdk.GetLayerVersionCommand({LayerName: layerName, VersionNumber: version});
    const answer = await ifThere(() => callAws(call, () => client.send(command, requestOptions(signal))));
    return answer && toLayerContent(layerName, answer, call);
  }

  /** Sent once: a second attempt after a lost answer would make a second version. */
  async publish(input: Parameters<LayersPort['publish']>[0], signal?: AbortSignal): Promise<LayerContent> {
    const {layerName, description, code} = input;
    const call: AwsCall = {action: 'lambda:PublishLayerVersion', subject: `layer ${layerName}`};
    const {client, sdk} = await this.#clients.lambda();
    // No CompatibleRuntimes: they only filter lists, AWS refuses those it has retired, and the same content serves several.
    const command = new sdk.PublishLayerVersionCommand({
      LayerName: layerName,
      Description: description,
      Content:
        code.kind === 'inline'
          ? {ZipFile: code.zip}
          : {S3Bucket: code.bucket, S3Key: code.key, S3ObjectVersion: code.objectVersion},
    });
    return toLayerContent(layerName, await callAws(call, () => client.send(command, requestOptions(signal))), call);
  }

  async deleteVersion(layerName: string, version: number, signal?: AbortSignal): Promise<void> {
    const call: AwsCall = {action: 'lambda:DeleteLayerVersion', subject: `layer ${layerName}:${version}`};
    const {client, sdk} = await this.#paced.lambda();
    const command = new sdk.DeleteLayerVersionCommand({LayerName: layerName, VersionNumber: version});
    await ifThere(() => callAws(call, () => client.send(command, requestOptions(signal))));
  }

  async getShares(layerName: string, version: number, signal?: AbortSignal): Promise<LayerShares> {
    const call: AwsCall = {action: 'lambda:GetLayerVersionPolicy', subject: `layer ${layerName}:${version}`};
    const {client, sdk} = await this.#paced.lambda();
    const command = new sdk.GetLayerVersionPolicyCommand({LayerName: layerName, VersionNumber: version});
    const answer = await ifThere(() => callAws(call, () => client.send(command, requestOptions(signal))));
    const {Policy: policy, RevisionId: revisionId} = answer ?? {};
    return {
      sharedWith: policy === undefined ? [] : layerShares(policy),
      ...(revisionId !== undefined && {revisionId}),
    };
  }

  async share(
    layerName: string,
    version: number,
    {named, revisionId}: Parameters<LayersPort['share']>[2],
    signal?: AbortSignal,
  ): Promise<void> {
    const call: AwsCall = {action: 'lambda:AddLayerVersionPermission', subject: `layer ${layerName}:${version}`};
    const {client, sdk} = await this.#clients.lambda();
    const {principal, organizationId, statementId} = layerPrincipal(named);
    const command = new sdk.AddLayerVersionPermissionCommand({
      LayerName: layerName,
      VersionNumber: version,
      StatementId: statementId,
      Action: 'lambda:GetLayerVersion',
      Principal: principal,
      OrganizationId: organizationId,
      RevisionId: revisionId,
    });
    await callAws(call, () => client.send(command, requestOptions(signal)));
  }

  /** ListFunctions gives all versions of all functions, fifty a request: no request per function is needed. */
  async listUsers(onProgress?: (seen: number) => void, signal?: AbortSignal): Promise<readonly LayerUser[]> {
    const call: AwsCall = {action: 'lambda:ListFunctions', subject: 'the functions of this region'};
    const {client, sdk} = await this.#paced.lambda();
    const users: LayerUser[] = [];
    let seen = 0;
    let marker: string | undefined;
    do {
      const command = new sdk.ListFunctionsCommand({FunctionVersion: 'ALL', Marker: marker});
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      for (const {FunctionName: name, Version: version, Layers: layers = []} of page.Functions ?? []) {
        const functionName = required(name, 'FunctionName', call);
        const arns = layers.map(({Arn: arn}) => required(arn, 'Layers.Arn', call));
        if (arns.length > 0) users.push({functionName, version: required(version, 'Version', call), layers: arns});
      }
      seen += page.Functions?.length ?? 0;
      onProgress?.(seen);
      marker = page.NextMarker;
    } while (marker);
    return users;
  }
}

async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (hasCode(error, 'LAYER_NOT_FOUND')) return undefined;
    throw error;
  }
}

function toLayerVersion(layerName: string, item: LayerVersionsListItem | undefined, call: AwsCall): LayerVersion {
  const answer = required(item, 'layer version', call);
  return {
    arn: required(answer.LayerVersionArn, 'LayerVersionArn', call),
    layerName,
    version: required(answer.Version, 'Version', call),
    description: answer.Description ?? '',
    createdAt: answer.CreatedDate ?? '',
  };
}

function toLayerContent(layerName: string, answer: GetLayerVersionResponse, call: AwsCall): LayerContent {
  return {
    ...toLayerVersion(layerName, answer, call),
    codeSha256: required(answer.Content?.CodeSha256, 'Content.CodeSha256', call),
    zippedBytes: answer.Content?.CodeSize ?? 0,
    ...toSignature(answer.Content),
  };
}
