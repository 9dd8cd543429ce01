import {randomUUID} from 'node:crypto';
import {arnOf} from '../../place.js';
import {invalid, notFound} from '../failure.js';
import {checkRequestSize, loadCode} from '../function/code.js';
import {codeLocation, lambdaTime, signatureMembers} from '../function/describe.js';
import {everyRuntime} from '../function/every-runtime.js';
import {architectures, runtimes} from '../function/settings.js';
import {Input} from '../input.js';
import {refuseUnknownMembers} from '../known-members.js';
import {takePage} from '../paging.js';
import type {Layer, LayerVersion} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld, noContent} from '../world.js';
import {findLayerVersion, layerArnPattern} from './references.js';

const collection = '/2018-10-31/layers';
const versions = `${collection}/{LayerName}/versions`;

/** Layers. Each publish makes a new version, same content or not; numbers are never reused. */
export function layerOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {name: 'PublishLayerVersion', method: 'POST', uri: versions, run: (call) => publishLayer(world, call)},
    {
      name: 'GetLayerVersion',
      method: 'GET',
      uri: `${versions}/{VersionNumber}`,
      run: (call) => {
        const name = layerName(call);
        const version = world.state.layers.get(name)?.versions.get(versionNumber(call));
        if (!version) throw notFound('The resource you requested does not exist.');
        return json(200, describeLayer(world, call, name, version));
      },
    },
    {
      name: 'GetLayerVersionByArn',
      method: 'GET',
      uri: `${collection}?find=LayerVersion`,
      run: (call) => {
        const arn = call.request.query.get('Arn') ?? '';
        const violations = new Violations();
        violations.pattern(arn, 'arn', layerArnPattern);
        violations.throwIfAny();
        const version = findLayerVersion(world, arn);
        if (!version) throw notFound('The resource you requested does not exist.');
        return json(200, describeLayer(world, call, arn.split(':')[6] ?? '', version));
      },
    },
    {
      name: 'ListLayerVersions',
      method: 'GET',
      uri: versions,
      run: (call) => {
        const name = layerName(call);
        const page = takePage(compatible(call, newestFirst(world.state.layers.get(name))), call.request, 50);
        return json(200, {
          LayerVersions: page.items.map((version) => describeSummary(world, name, version)),
          NextMarker: page.NextMarker,
        });
      },
    },
    {
      name: 'ListLayers',
      method: 'GET',
      uri: collection,
      run: (call) => {
        const listed = [...world.state.layers.values()].flatMap((layer) => {
          const [latest] = compatible(call, newestFirst(layer));
          return latest ? [{layer, latest}] : [];
        });
        const page = takePage(listed, call.request, 50);
        const layers = page.items.map(({layer, latest}) => ({
          LayerName: layer.name,
          LayerArn: layerArn(world, layer.name),
          LatestMatchingVersion: describeSummary(world, layer.name, latest),
        }));
        return json(200, {Layers: layers, NextMarker: page.NextMarker});
      },
    },
    {
      name: 'DeleteLayerVersion',
      method: 'DELETE',
      uri: `${versions}/{VersionNumber}`,
      run: (call) => {
        // What is not there is deleted; functions that use the version keep working.
        world.state.layers.get(layerName(call))?.versions.delete(versionNumber(call));
        return noContent;
      },
    },
  ];
}

async function publishLayer(world: LambdaWorld, call: LambdaCall) {
  checkRequestSize(call, 'PublishLayerVersion');
  refuseUnknownMembers('PublishLayerVersion', call.request.body);
  const input = Input.parse(call.request.body);
  const name = layerName(call);
  const compatibleRuntimes = input.texts('CompatibleRuntimes');
  const compatibleArchitectures = input.texts('CompatibleArchitectures');
  const violations = new Violations();
  violations.required(input.verbatim('Content'), 'content');
  violations.length(input.text('Description'), 'description', 0, 256);
  violations.length(input.text('LicenseInfo'), 'licenseInfo', 0, 512);
  if (compatibleRuntimes?.some((runtime) => !runtimes.includes(runtime))) {
    violations.add(
      compatibleRuntimes,
      'compatibleRuntimes',
      `Member must satisfy enum value set: [${runtimes.join(', ')}]`,
    );
  }
  if (compatibleArchitectures?.some((architecture) => !architectures.includes(architecture))) {
    violations.add(
      compatibleArchitectures,
      'compatibleArchitectures',
      'Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
    );
  }
  violations.throwIfAny();
  const code = await loadCode(world, input.record('Content') ?? Input.parse(Buffer.alloc(0)));
  const version: LayerVersion = {
    number: world.state.nextNumber(`layer:${name}`),
    code,
    createdMs: world.clock.now(),
    description: input.text('Description') ?? '',
    licenseInfo: input.text('LicenseInfo'),
    compatibleRuntimes,
    compatibleArchitectures,
    policy: {statements: new Map(), revisionId: randomUUID()},
  };
  const layer: Layer = world.state.layers.get(name) ?? {name, versions: new Map()};
  layer.versions.set(version.number, version);
  world.state.layers.set(name, layer);
  return json(201, describeLayer(world, call, name, version));
}

function layerName(call: LambdaCall): string {
  const given = call.params.LayerName ?? '';
  const violations = new Violations();
  violations.length(given, 'layerName', 1, 140);
  violations.pattern(
    given,
    'layerName',
    '(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+',
  );
  violations.throwIfAny();
  return given.startsWith('arn:') ? (given.split(':')[6] ?? '') : given;
}

function versionNumber(call: LambdaCall): number {
  const number = Number(call.params.VersionNumber);
  if (!(number >= 1)) throw invalid('Layer Version Cannot be less than 1');
  return number;
}

function newestFirst(layer: Layer | undefined): LayerVersion[] {
  return layer ? [...layer.versions.values()].sort((a, b) => b.number - a.number) : [];
}

// CompatibleRuntime and CompatibleArchitecture filter lists and do nothing else.
function compatible(call: LambdaCall, candidates: LayerVersion[]): LayerVersion[] {
  const runtime = call.request.query.get('CompatibleRuntime') ?? undefined;
  const architecture = call.request.query.get('CompatibleArchitecture') ?? undefined;
  const violations = new Violations();
  violations.oneOf(runtime, 'compatibleRuntime', everyRuntime);
  violations.oneOf(architecture, 'compatibleArchitecture', architectures);
  violations.throwIfAny();
  return candidates.filter(
    (version) =>
      (runtime === undefined || version.compatibleRuntimes?.includes(runtime)) &&
      (architecture === undefined || version.compatibleArchitectures?.includes(architecture)),
  );
}

function layerArn(world: LambdaWorld, name: string): string {
  return arnOf(world, 'lambda', `layer:${name}`);
}

function describeSummary(world: LambdaWorld, name: string, version: LayerVersion): Record<string, unknown> {
  return {
    LayerVersionArn: `${layerArn(world, name)}:${version.number}`,
    Version: version.number,
    Description: version.description,
    CreatedDate: lambdaTime(version.createdMs),
    LicenseInfo: version.licenseInfo,
    CompatibleRuntimes: version.compatibleRuntimes,
    CompatibleArchitectures: version.compatibleArchitectures,
  };
}

// Only single versions are answered with the hash and size of their content; lists leave them out.
function describeLayer(
  world: LambdaWorld,
  call: LambdaCall,
  name: string,
  version: LayerVersion,
): Record<string, unknown> {
  return {
    ...describeSummary(world, name, version),
    LayerArn: layerArn(world, name),
    Content: {
      Location: codeLocation(call.request, version.code),
      CodeSha256: version.code.sha256,
      CodeSize: version.code.zip.length,
      ...signatureMembers(version.code),
    },
  };
}
