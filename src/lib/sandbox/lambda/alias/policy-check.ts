import type {LambdaFunction, PolicyStatement} from '../state.js';

/** Who wants to invoke a function, and for what. */
export interface Caller {
  readonly action: string;
  /** A service such as `events.amazonaws.com`; undefined = anybody at all. */
  readonly service?: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  /** Of the function URL it came by. */
  readonly urlAuthType?: string;
}

/**
 * Whether the policy of the function, or of that version or alias of it, lets the caller in. Each has a policy of its own:
 * what the function allows does not hold for its aliases (Lambda Developer Guide, access-control-resource-based).
 */
export function permits(lambda: LambdaFunction, qualifier: string | undefined, caller: Caller): boolean {
  const statements = lambda.policies.get(qualifier ?? '$LATEST')?.statements.values() ?? [];
  return [...statements].some(
    (statement) => namesAction(statement, caller) && namesCaller(statement, caller) && holds(statement, caller),
  );
}

function namesAction({Action}: PolicyStatement, {action}: Caller): boolean {
  return Action === action || Action === 'lambda:*' || Action === '*';
}

function namesCaller({Principal}: PolicyStatement, {service}: Caller): boolean {
  if (Principal === '*') return true;
  return service !== undefined && Reflect.get(Object(Principal), 'Service') === service;
}

// A condition on what is not known of the caller does not hold.
function holds({Condition}: PolicyStatement, {sourceArn, sourceAccount, urlAuthType}: Caller): boolean {
  const known: Readonly<Record<string, string | undefined>> = {
    'AWS:SourceArn': sourceArn,
    'AWS:SourceAccount': sourceAccount,
    'lambda:FunctionUrlAuthType': urlAuthType,
    'lambda:InvokedViaFunctionUrl': urlAuthType === undefined ? undefined : 'true',
  };
  return Object.values(Object(Condition)).every((conditions) =>
    Object.entries(Object(conditions)).every(([key, wanted]) => {
      const value = known[key];
      return value !== undefined && isLike(value, String(wanted));
    }),
  );
}

function isLike(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(value);
}
