import {type FunctionRef, formatAliasRef} from '../../model/function/ref.js';
import type {TrainAddress} from '../../plan/train/command.js';
import type {ReleaseInput, ReleaseInputOptions} from '../release-input.js';
import {aliasOf} from '../rollout/policy.js';

/**
 * How others find a train that is released from here: by its aliases where some were named, for a command that names none means all of
 * the release file; and where that is in a bundle, which only `train resume` reads.
 */
export function addressOf(
  trainId: string,
  named: readonly FunctionRef[],
  {targets, file}: Pick<ReleaseInput, 'targets' | 'file'>,
  {config, bundle}: Pick<ReleaseInputOptions, 'config' | 'bundle'>,
): TrainAddress {
  const inBundle = bundle === undefined ? [] : targets;
  const aliases =
    named.length > 0 ? named.map(({functionName, qualifier}) => ({functionName, alias: qualifier})) : inBundle;
  const names = aliases.map(({functionName, alias}) => formatAliasRef({functionName, alias: aliasOf(alias, file)}));
  return {trainId, names: [...new Set(names)], config, bundle};
}
