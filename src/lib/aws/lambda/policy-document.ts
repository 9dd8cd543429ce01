/** A statement of a policy document (IAM User Guide, reference_policies_elements), as far as it says who may do what. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a policy document that allow an action which `actions` matches. */
export function statementsAllowing(actions: RegExp, policy: string): readonly Statement[] {
  const {Statement: statements = []} = JSON.parse(policy) as {Statement?: readonly Statement[]};
  return statements.filter(
    ({Effect, Action = []}) => Effect === 'Allow' && [Action].flat().some((action) => actions.test(action)),
  );
}

/** Whom a statement is about; `*` for everybody. */
export function principalsOf({Principal = '*'}: Statement): readonly string[] {
  return typeof Principal === 'string' ? [Principal] : Object.values(Principal).flat();
}
