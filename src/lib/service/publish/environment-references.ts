import {UsageError} from '../../errors.js';
import {formatReference, referencesIn, replaceReferences, type ValueReference} from '../../model/value-reference.js';
import type {ParametersPort} from '../../ports/parameters.js';

type Environment = Readonly<Record<string, string>>;

interface Sources {
  /** Variables of this process. */
  readonly variables: {readonly [name: string]: string | undefined};
  readonly parameters: ParametersPort;
}

/**
 * A function's environment with a value in the place of every `${env:NAME}` and `${ssm:/path}`. SSM is asked only when it
 * is named. Throws UsageError naming every reference that leads nowhere, never a value; AwsError.
 */
export async function resolveEnvironment(
  functionName: string,
  environment: Environment,
  {variables, parameters}: Sources,
  signal: AbortSignal,
): Promise<Environment> {
  const references = Object.values(environment).flatMap(referencesIn);
  const names = references.filter(({kind}) => kind === 'ssm').map(({name}) => name);
  const values = names.length > 0 ? await parameters.getParameters(names, signal) : new Map<string, string>();
  const lookUp = ({kind, name}: ValueReference) => (kind === 'env' ? variables[name] : values.get(name));
  requireAll(functionName, environment, lookUp);
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [
      name,
      replaceReferences(text, (reference) => lookUp(reference) ?? ''),
    ]),
  );
}

function requireAll(
  functionName: string,
  environment: Environment,
  lookUp: (reference: ValueReference) => string | undefined,
): void {
  const missing = Object.entries(environment).flatMap(([variable, text]) =>
    referencesIn(text)
      .filter((reference) => lookUp(reference) === undefined)
      .map((reference) => ({variable, reference})),
  );
  if (missing.length === 0) return;
  const listed = missing.map(({variable, reference}) => {
    const what = reference.kind === 'env' ? 'no such variable here' : 'no such parameter in this region and account';
    return `${variable}: ${formatReference(reference)}: ${what}`;
  });
  throw new UsageError(`The environment of ${functionName} refers to what is not there:\n${listed.join('\n')}`, {
    code: 'REFERENCE_UNRESOLVED',
    suggestions: [
      'Set the variable for this process, or create the parameter: aws ssm put-parameter --type SecureString',
      'For the text itself, begin it with two dollar signs instead of one.',
    ],
    details: {functionName, references: missing.map(({reference}) => formatReference(reference))},
  });
}
