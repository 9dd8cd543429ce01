import type {FunctionRef} from '../../model/function/ref.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionConfiguration, FunctionsPort} from '../../ports/lambda/functions.js';

export interface QualifiedDeps {
  readonly functions: FunctionsPort;
  readonly aliases: AliasesPort;
}

/**
 * The configurations of what a call of `fn`, `fn:version` or `fn:alias` may run: `$LATEST`, that version, or the one or two
 * versions behind the alias, stable first. `undefined` when something of it does not exist. Throws AwsError.
 */
export async function observeQualified(
  {functions, aliases}: QualifiedDeps,
  {functionName, qualifier = '$LATEST'}: FunctionRef,
  signal?: AbortSignal,
): Promise<readonly FunctionConfiguration[] | undefined> {
  let versions: readonly string[] = [qualifier];
  if (qualifier !== '$LATEST' && !/^\d+$/.test(qualifier)) {
    const alias = await aliases.getAlias({functionName, alias: qualifier}, signal);
    if (alias === undefined) return undefined;
    versions = [alias.stable, ...(alias.candidate ? [alias.candidate.version] : [])];
  }
  const configurations: FunctionConfiguration[] = [];
  for (const version of versions) {
    const configuration = await functions.getFunction(functionName, version, signal);
    if (configuration === undefined) return undefined;
    configurations.push(configuration);
  }
  return configurations;
}
