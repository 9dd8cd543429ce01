import type {AliasTarget} from '../alias/target.js';
import {type AliasRef, formatAliasRef} from '../function-ref.js';
import {shellQuoted} from '../shell-quoted.js';

/** Commands that bring an alias to a state by hand, ours first and then AWS's own, ready for a POSIX shell. */
export function repairCommands(ref: AliasRef, target: AliasTarget): readonly [string, string] {
  return [`lambda-release rollout abort ${formatAliasRef(ref)}`, updateAliasCommand(ref, target)];
}

/** AWS's own command for one whole statement of an alias. */
export function updateAliasCommand({functionName, alias}: AliasRef, target: AliasTarget): string {
  const {stable, candidate, description} = target;
  const weights = candidate ? {[candidate.version]: Number((candidate.weightPercent / 100).toFixed(4))} : {};
  return [
    `aws lambda update-alias --function-name ${functionName} --name ${alias} --function-version ${shellQuoted(stable)}`,
    `--routing-config ${quoted(JSON.stringify({AdditionalVersionWeights: weights}))}`,
    `--description ${quoted(description)}`,
  ].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
