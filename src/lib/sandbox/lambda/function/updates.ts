import type {FunctionImage} from '../../ecr/image.js';
import {invalid} from '../failure.js';
import {Input} from '../input.js';
import {refuseUnknownMembers} from '../known-members.js';
import {resolveLayers} from '../layer/references.js';
import type {LambdaFunction, StoredCode} from '../state.js';
import {Violations} from '../violations.js';
import {json, type LambdaCall, type LambdaOperation, type LambdaWorld} from '../world.js';
import {checkRequestSize, checkRunnable, checkRunnableImage, checkUnzippedSize, loadCode, loadImage} from './code.js';
import {describeVersion} from './describe.js';
import {functionArn, functionTarget} from './function-target.js';
import {commandOf, handlerOf} from './image-config.js';
import {checkRevision, requireSettled, startUpdate} from './lifecycle.js';
import {findFunction} from './lookup.js';
import {publish} from './publish.js';
import {changedSettings, checkArchitectures, checkSettings} from './settings.js';
import {asTold, checkSignatures} from './signature-check.js';

const maxConfigurationBytes = 5120;

/** UpdateFunctionCode and UpdateFunctionConfiguration: 200 at once, InProgress, Successful by itself. */
export function updateOperations(world: LambdaWorld): LambdaOperation[] {
  return [
    {
      name: 'UpdateFunctionCode',
      method: 'PUT',
      uri: '/2015-03-31/functions/{FunctionName}/code',
      run: async (call) => {
        checkRequestSize(call, 'UpdateFunctionCode');
        refuseUnknownMembers('UpdateFunctionCode', call.request.body);
        const input = Input.parse(call.request.body);
        const wanted = architecturesOf(input);
        const lambda = updatable(world, call, input);
        const code = await newCode(world, lambda, input);
        // Reading from S3 takes a moment: the function may have moved on meanwhile.
        updatable(world, call, input);
        const arn = functionArn(world, lambda.name);
        const settings = {...lambda.latest.settings, Architectures: wanted ?? lambda.latest.settings.Architectures};
        if (input.flag('DryRun')) return json(200, describeVersion(world, {...lambda.latest, settings, code}, arn));
        startUpdate(world, lambda, {settings, code});
        if (!input.flag('Publish')) return json(200, describeVersion(world, lambda.latest, arn));
        const version = publish(world, lambda, {pending: true});
        return json(200, describeVersion(world, version, functionArn(world, lambda.name, version.version)));
      },
    },
    {
      name: 'UpdateFunctionConfiguration',
      method: 'PUT',
      uri: '/2015-03-31/functions/{FunctionName}/configuration',
      run: async (call) => {
        checkRequestSize(call, 'UpdateFunctionConfiguration', maxConfigurationBytes);
        refuseUnknownMembers('UpdateFunctionConfiguration', call.request.body);
        const input = Input.parse(call.request.body);
        checkSettings(input);
        const lambda = updatable(world, call, input);
        const arns = input.texts('Layers');
        const layers = arns ? resolveLayers(world, arns) : undefined;
        if (layers) checkUnzippedSize(lambda.latest.code, layers.codes);
        if (layers) checkSignatures(world, lambda.codeSigningConfigArn, layers.codes);
        const runtime = input.text('Runtime') ?? lambda.latest.settings.Runtime ?? '';
        const {code} = lambda.latest;
        if (code.image) checkImageSettings(world, code.image, input);
        else await checkRunnable(world, runtime, code, layers?.codes ?? lambda.latest.layers);
        // Looking what runs takes a moment: the function may have moved on meanwhile.
        updatable(world, call, input);
        startUpdate(world, lambda, {
          settings: changedSettings(lambda.latest.settings, input, layers),
          ...(layers ? {layers: layers.codes} : {}),
        });
        return json(200, describeVersion(world, lambda.latest, functionArn(world, lambda.name)));
      },
    },
  ];
}

// The function may be updated: it exists, no update is under way, the RevisionId is the current one.
function updatable(world: LambdaWorld, call: LambdaCall, input: Input): LambdaFunction {
  const target = functionTarget(world, call);
  if (target.qualifier !== undefined && target.qualifier !== '$LATEST') {
    throw invalid(
      'Current operation does not support versions other than $LATEST. Please set the version to $LATEST or do not set a version in your request.',
    );
  }
  const lambda = findFunction(world, {name: target.name, qualifier: undefined});
  requireSettled(world, lambda);
  checkRevision(input.text('RevisionId'), lambda.latest.revisionId);
  return lambda;
}

async function newCode(
  world: LambdaWorld,
  {latest, codeSigningConfigArn}: LambdaFunction,
  input: Input,
): Promise<StoredCode> {
  const {settings, layers} = latest;
  if (settings.PackageType === 'Image') {
    const code = loadImage(world, input);
    if (code.image) checkRunnableImage(world, code.image, [handlerOf(code.image, settings.verbatim.ImageConfig)]);
    return code;
  }
  if (input.has('ImageUri')) {
    throw invalid("Please don't provide ImageUri when updating a function with packageType Zip.");
  }
  const code = await loadCode(world, input);
  checkUnzippedSize(code, layers);
  checkSignatures(world, codeSigningConfigArn, [code]);
  await checkRunnable(world, settings.Runtime ?? '', code, layers);
  return asTold(code, codeSigningConfigArn);
}

// The text is from memory.
function checkImageSettings(world: LambdaWorld, image: FunctionImage, input: Input): void {
  if (['Handler', 'Runtime', 'Layers'].some((name) => input.has(name))) {
    throw invalid("Please don't provide Handler or Runtime or Layers when updating a function with packageType Image.");
  }
  if (input.has('ImageConfig')) checkRunnableImage(world, image, commandOf(image, input.record('ImageConfig')));
}

function architecturesOf(input: Input): string[] | undefined {
  const wanted = input.texts('Architectures');
  const violations = new Violations();
  checkArchitectures(violations, wanted);
  violations.throwIfAny();
  return wanted;
}
