import {ParseError} from '../parse-error.js';

/** A function, by name; AWS accepts the name wherever it accepts the ARN. */
export interface FunctionRef {
  readonly functionName: string;
  /** Alias name or version digits after the colon, when one was given. */
  readonly qualifier?: string;
}

/** A function and one of its aliases: what AWS writes as `fn:alias`. */
export interface AliasRef {
  readonly functionName: string;
  readonly alias: string;
}

const NAME = /^[a-zA-Z0-9-_]{1,64}$/;
// Lambda API: an alias name is never all digits, that would be a version.
const QUALIFIER = /^([a-zA-Z0-9-_]{1,128}|\$LATEST)$/;
const ARN = /^arn:[^:]+:lambda:([^:]+):(\d{12}):function:(.+)$/;

/** Reads `fn`, `fn:alias`, `fn:7` or a function ARN. Throws ParseError. */
export function parseFunctionRef(text: string): FunctionRef {
  const local = ARN.exec(text)?.[3] ?? text;
  const [functionName = '', qualifier, ...rest] = local.split(':');
  const wayOut = 'Write fn, fn:alias or fn:version, for example checkout:live.';
  if (rest.length > 0 || !NAME.test(functionName)) throw new ParseError(`"${text}" is not a function name.`, wayOut);
  if (qualifier === undefined) return {functionName};
  if (!QUALIFIER.test(qualifier)) throw new ParseError(`"${qualifier}" is not an alias or a version.`, wayOut);
  return {functionName, qualifier};
}

/** `arn:aws:lambda:eu-west-1:123456789012:function:checkout`, of an ARN with or without a version, an alias or `$LATEST` behind it. */
export function functionArnOf(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}

/** Where the function of an ARN is; nothing for a name. */
export function placeOf(text: string): {readonly region: string; readonly accountId: string} | undefined {
  const [, region, accountId] = ARN.exec(text) ?? [];
  return region === undefined || accountId === undefined ? undefined : {region, accountId};
}

/** Reads `fn:alias`. Throws ParseError when the alias is missing, is `$LATEST` or is a version number. */
export function parseAliasRef(text: string): AliasRef {
  const {functionName, qualifier} = parseFunctionRef(text);
  if (qualifier === undefined || qualifier === '$LATEST' || /^\d+$/.test(qualifier)) {
    throw new ParseError(
      `"${text}" does not name an alias.`,
      `Write the function and its alias, for example ${functionName}:live.`,
    );
  }
  return {functionName, alias: qualifier};
}

/**
 * Reads `fn:alias` or `fn:7`, for what AWS keeps of either; the digits of a version then stand where an alias would. Throws ParseError
 * for a function alone and for `$LATEST`.
 */
export function parseAliasOrVersionRef(text: string): AliasRef {
  const {functionName, qualifier} = parseFunctionRef(text);
  if (qualifier === undefined || qualifier === '$LATEST') {
    throw new ParseError(
      `"${text}" names neither an alias nor a version.`,
      `Write the function with one of them, for example ${functionName}:live or ${functionName}:7.`,
    );
  }
  return {functionName, alias: qualifier};
}

/** Whether what stands where an alias would is a version. */
export function namesVersion({alias}: Pick<AliasRef, 'alias'>): boolean {
  return /^\d+$/.test(alias);
}

/** `fn:alias`, as AWS writes it. */
export function formatAliasRef(ref: AliasRef): string {
  return `${ref.functionName}:${ref.alias}`;
}
