import {arnOf} from '../../place.js';
import {accessDenied, invalid, notFound} from '../failure.js';
import {Violations} from '../violations.js';
import type {LambdaCall, LambdaWorld} from '../world.js';

/** The function a request names, and the version or alias if it names one. */
export interface FunctionTarget {
  readonly name: string;
  readonly qualifier: string | undefined;
}

const namePattern =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?';
const parts =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:((?:eusc-)?[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;
const qualifierPattern = '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+';

/** Reads FunctionName (a name, a partial or a full ARN, qualified or not) and the Qualifier parameter, which must agree. */
export function functionTarget(world: LambdaWorld, call: LambdaCall): FunctionTarget {
  return parseFunctionTarget(world, call.params.FunctionName ?? '', call.request.query.get('Qualifier') ?? undefined);
}

/** The same for a target given as text. */
export function parseFunctionTarget(world: LambdaWorld, raw: string, qualifier?: string): FunctionTarget {
  const violations = new Violations();
  violations.length(raw, 'functionName', 1, 140);
  violations.pattern(raw, 'functionName', namePattern);
  violations.length(qualifier, 'qualifier', 1, 128);
  violations.pattern(qualifier, 'qualifier', qualifierPattern);
  violations.throwIfAny();
  const [, region, account, name = '', derived] = parts.exec(raw) ?? [];
  if (region && region !== world.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${world.region}')`);
  }
  if (account && account !== world.accountId) throw accessDenied();
  if (derived && qualifier && derived !== qualifier) {
    throw invalid('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return {name, qualifier: qualifier ?? derived};
}

/** The name in a name or an ARN, whole or partial, qualified or not; undefined for what is none. */
export function functionNameIn(raw: string): string | undefined {
  return parts.exec(raw)?.[3];
}

/** For operations on the function as a whole. */
export function unqualifiedTarget(world: LambdaWorld, call: LambdaCall, refusal: string): string {
  const {name, qualifier} = functionTarget(world, call);
  if (qualifier !== undefined) throw invalid(refusal);
  return name;
}

export function functionArn(world: LambdaWorld, name: string, qualifier?: string): string {
  const arn = arnOf(world, 'lambda', `function:${name}`);
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export function isVersionNumber(qualifier: string): boolean {
  return /^[0-9]+$/.test(qualifier);
}

/** Whether an alias could be called so: `$` is for $LATEST alone. */
export function isAliasName(qualifier: string): boolean {
  return !isVersionNumber(qualifier) && !qualifier.includes('$');
}
