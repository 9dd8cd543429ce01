import type {AliasTarget} from '../../src/lib/model/alias/target.js';

/** What AWS's own command, as the tool prints it, makes of an alias: read as a POSIX shell and AWS's CLI read it. */
export function readUpdateAlias(
  command: string,
): AliasTarget & {readonly functionName: string; readonly alias: string} {
  const value = (name: string) => {
    const [, quoted, bare] = new RegExp(`--${name} (?:'((?:[^']|'\\\\'')*)'|(\\S+))`).exec(command) ?? [];
    return quoted?.replaceAll("'\\''", "'") ?? bare ?? '';
  };
  const {AdditionalVersionWeights: weights} = JSON.parse(value('routing-config')) as {
    AdditionalVersionWeights: Record<string, number>;
  };
  const [candidate] = Object.entries(weights);
  return {
    functionName: value('function-name'),
    alias: value('name'),
    stable: value('function-version'),
    ...(candidate && {candidate: {version: candidate[0], weightPercent: candidate[1] * 100}}),
    description: value('description'),
  };
}
