import {randomUUID} from 'node:crypto';
import {conflict, invalid} from '../failure.js';
import {Input} from '../input.js';
import {refuseUnknownMembers} from '../known-members.js';
import {resolveLayers} from '../layer/references.js';
import type {FunctionVersion, LambdaFunction} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaOperation, type LambdaWorld} from '../world.js';
import {checkRequestSize, checkRunnable, checkRunnableImage, checkUnzippedSize, loadCode, loadImage} from './code.js';
import {configNotFound} from './code-signing.js';
import {describeVersion} from './describe.js';
import {functionArn, parseFunctionTarget} from './function-target.js';
import {commandOf} from './image-config.js';
import {startCreation} from './lifecycle.js';
import {publish} from './publish.js';
import {checkArchitectures, checkSettings, newSettings} from './settings.js';
import {asTold, checkSignatures} from './signature-check.js';
import {checkTags} from './tags.js';

/** CreateFunction: Pending first, Active by itself; with Publish, version 1 too. */
export function createFunctionOperation(world: LambdaWorld): LambdaOperation {
  return {
    name: 'CreateFunction',
    method: 'POST',
    uri: '/2015-03-31/functions',
    run: async (call) => {
      checkRequestSize(call, 'CreateFunction');
      const input = Input.parse(call.request.body);
      checkConstraints(input);
      refuseUnknownMembers('CreateFunction', call.request.body);
      checkPackage(input);
      const {name} = parseFunctionTarget(world, input.text('FunctionName') ?? '');
      checkName(name);
      if (world.state.functions.has(name)) throw conflict(`Function already exist: ${name}`);
      const lambda = await build(world, name, input);
      // Reading code from S3 takes a moment: somebody may have been faster.
      if (world.state.functions.has(name)) throw conflict(`Function already exist: ${name}`);
      world.state.functions.set(name, lambda);
      const description = describeVersion(world, lambda.latest, functionArn(world, name));
      startCreation(world, lambda.latest);
      if (!input.flag('Publish')) return json(201, description);
      const {version} = publish(world, lambda, {pending: true});
      return json(201, {...description, Version: version});
    },
  };
}

// Tighter than the model's 140 characters, which leave room for an ARN, and refused under another class.
function checkName(name: string): void {
  const violations = new Violations();
  violations.length(name, 'functionName', 1, 64);
  if (violations.message !== undefined) throw invalid(violations.message);
}

function checkConstraints(input: Input): void {
  const violations = new Violations();
  violations.required(input.verbatim('Role'), 'role');
  violations.required(input.verbatim('FunctionName'), 'functionName');
  violations.required(input.verbatim('Code'), 'code');
  violations.oneOf(input.text('PackageType'), 'packageType', ['Image', 'Zip']);
  checkArchitectures(violations, input.texts('Architectures'));
  violations.throwIfAny();
  checkSettings(input);
  checkTags(input.textMap('Tags') ?? {});
}

// From memory.
const refusedOfImages =
  "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image.";

function isImage(input: Input): boolean {
  return input.text('PackageType') === 'Image';
}

function checkPackage(input: Input): void {
  if (isImage(input)) {
    const refused = ['Handler', 'Runtime', 'Layers'].filter((name) => input.has(name));
    if (refused.length > 0) throw invalid(refusedOfImages);
    return;
  }
  if (input.record('Code')?.has('ImageUri') === true) {
    throw invalid("Please don't provide ImageUri when the function PackageType is Zip.");
  }
  if (!input.text('Handler') || !input.text('Runtime')) {
    throw invalid('Runtime and Handler are mandatory parameters for functions created with deployment packages.');
  }
}

async function build(world: LambdaWorld, name: string, input: Input): Promise<LambdaFunction> {
  const signing = input.text('CodeSigningConfigArn');
  if (signing !== undefined && !world.state.codeSigningConfigs.has(signing)) throw configNotFound(signing);
  const layers = resolveLayers(world, input.texts('Layers') ?? []);
  const source = input.record('Code') ?? Input.parse(Buffer.alloc(0));
  const code = isImage(input) ? loadImage(world, source) : await loadCode(world, source);
  checkUnzippedSize(code, layers.codes);
  if (!code.image) checkSignatures(world, signing, [code, ...layers.codes]);
  if (code.image) checkRunnableImage(world, code.image, commandOf(code.image, input.record('ImageConfig')));
  else await checkRunnable(world, input.text('Runtime') ?? '', code, layers.codes);
  const latest: FunctionVersion = {
    version: '$LATEST',
    settings: {
      ...newSettings(name, input, layers),
      Architectures: input.texts('Architectures') ?? ['x86_64'],
      PackageType: isImage(input) ? 'Image' : 'Zip',
    },
    code: asTold(code, signing),
    layers: layers.codes,
    revisionId: randomUUID(),
    environmentKey: randomUUID(),
    lastModifiedMs: world.clock.now(),
    state: 'Pending',
    lastUpdate: undefined,
    publishedFrom: undefined,
  };
  return {
    name,
    latest,
    served: {...latest},
    versions: new Map(),
    aliases: new Map(),
    reservedConcurrency: undefined,
    tags: input.textMap('Tags') ?? {},
    recursiveLoop: 'Terminate',
    provisioned: new Map(),
    policies: new Map(),
    eventInvoke: new Map(),
    urls: new Map(),
    runtimeManagement: new Map(),
    codeSigningConfigArn: signing,
  };
}
