import {AwsError} from '../../errors.js';
import {layerArnBeside, parseLayerVersionArn} from '../../model/layer/arn.js';
import {parseLayerNote} from '../../model/layer/note.js';
import {defaultLayerName} from '../../model/layer/setting.js';
import type {ReleaseEvent} from '../../ports/events.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {LayersPort} from '../../ports/lambda/layers.js';

type Warning = Extract<ReleaseEvent, {type: 'warning'}>;

/**
 * The warning for layers of dependencies that an earlier release attached, when this one asks for none: what is not named is never
 * touched on AWS, so the function would keep them, and load old packages from them. Ours are those whose version carries our note, and where that may
 * not be read, the one of the default name. Throws AwsError.
 */
export async function leftLayerWarning(
  {layers}: {readonly layers: Pick<LayersPort, 'getVersion'>},
  {functionName, latest}: {readonly functionName: string; readonly latest?: FunctionConfiguration},
  signal?: AbortSignal,
): Promise<Warning | undefined> {
  const attached = latest?.layers ?? [];
  const left: string[] = [];
  for (const arn of attached) {
    const {layerArn, layerName, version} = parseLayerVersionArn(arn) ?? {};
    // Layers of other accounts are nobody's of this tool, and there may be a layer of that name here too.
    if (layerName === undefined || version === undefined) continue;
    if (latest === undefined || layerArnBeside(latest.arn, layerName) !== layerArn) continue;
    const isOurs =
      layerName === defaultLayerName(functionName) || (await hasOurNote(layers, layerName, version, signal));
    if (isOurs) left.push(arn);
  }
  if (left.length === 0) return undefined;
  const others = attached.filter((arn) => !left.includes(arn));
  const [its, them] = left.length === 1 ? ['layer', 'it'] : ['layers', 'them'];
  return {
    type: 'warning',
    code: 'LAYER_LEFT',
    message:
      `${functionName} keeps its ${its} ${left.join(', ')}, though this release makes none. ` +
      `To take ${them} off, write under functions.${functionName} in the release file: layers: [${others.join(', ')}]; ` +
      `to keep ${them}: layers: [${attached.join(', ')}]`,
  };
}

async function hasOurNote(
  layers: Pick<LayersPort, 'getVersion'>,
  layerName: string,
  version: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const content = await layers.getVersion(layerName, version, signal);
    return content !== undefined && parseLayerNote(content.description) !== undefined;
  } catch (error) {
    // A release that makes no layer needs no right to read one.
    if (error instanceof AwsError && error.code === 'ACCESS_DENIED') return false;
    throw error;
  }
}
