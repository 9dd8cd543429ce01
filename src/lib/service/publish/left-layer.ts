import {defaultLayerName} from '../../model/layer/setting.js';
import type {ReleaseEvent} from '../../ports/events.js';

/**
 * The warning for a layer of dependencies that an earlier release attached, when this one asks for none: what is not named is never
 * touched on AWS, so the function would keep it, and load old packages from it. Only the name tells that it is such a layer; one with a
 * name of its own may be anybody's.
 */
export function leftLayerWarning(
  functionName: string,
  attached: readonly string[],
): Extract<ReleaseEvent, {type: 'warning'}> | undefined {
  const left = attached.find((arn) => arn.replace(/:\d+$/, '').endsWith(`:layer:${defaultLayerName(functionName)}`));
  if (left === undefined) return undefined;
  const others = attached.filter((arn) => arn !== left);
  return {
    type: 'warning',
    code: 'LAYER_LEFT',
    message:
      `${functionName} keeps its layer ${left}, though this release makes none. ` +
      `To take it off, write under functions.${functionName} in the release file: layers: [${others.join(', ')}]`,
  };
}
