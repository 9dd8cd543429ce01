import type {AliasTarget} from '../alias/target.js';
import {type AliasRef, formatAliasRef} from '../function/ref.js';
import {shellQuoted} from '../shell-quoted.js';
import type {Version} from '../versions/version.js';

/**
 * Commands that give stable all traffic by hand, ours first and then AWS's own, ready for a POSIX shell. A rollout that may
 * have ended at the candidate has left nothing to abort there: a shift gets to stable from anywhere.
 */
export function repairCommands(
  ref: AliasRef,
  target: AliasTarget,
  {mayBePromoted = false}: {readonly mayBePromoted?: boolean} = {},
): readonly [string, string] {
  const name = formatAliasRef(ref);
  const ours = mayBePromoted ? shiftCommand(ref, target.stable) : `lambda-release rollout abort ${name}`;
  return [ours, updateAliasCommand(ref, target)];
}

/** Our command that gives one version all traffic, from whatever a rollout may have left, and asks nobody. */
export function shiftCommand(ref: AliasRef, version: Version): string {
  return `lambda-release shift ${formatAliasRef(ref)} ${shellQuoted(version)} --yes`;
}

/** Our command that creates an alias with all traffic on a version. */
export function createCommand(ref: AliasRef, version: Version): string {
  return `lambda-release rollout start ${formatAliasRef(ref)} ${version} --create`;
}

/** AWS's own command for one whole statement of an alias; without a description it keeps the one it has. */
export function updateAliasCommand(
  {functionName, alias}: AliasRef,
  target: Omit<AliasTarget, 'description'> & Partial<Pick<AliasTarget, 'description'>>,
): string {
  const {stable, candidate, description} = target;
  const weights = candidate ? {[candidate.version]: Number((candidate.weightPercent / 100).toFixed(4))} : {};
  return [
    `aws lambda update-alias --function-name ${functionName} --name ${alias} --function-version ${shellQuoted(stable)}`,
    `--routing-config ${quoted(JSON.stringify({AdditionalVersionWeights: weights}))}`,
    ...(description === undefined ? [] : [`--description ${quoted(description)}`]),
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
