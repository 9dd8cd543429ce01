/** What a service of AWS says of itself when it assumes a role. */
export interface Assumption {
  /** `scheduler.amazonaws.com`. */
  readonly service: string;
  readonly sourceAccount: string;
  /** ARN of what it acts for. */
  readonly sourceArn: string;
}

/**
 * Whether a trust policy lets a service assume its role: `unsure` where it says something that is not understood here, such as a
 * Deny or a condition on other keys. Never fails, whatever the policy is.
 */
export function admits(policy: unknown, assumption: Assumption): 'yes' | 'no' | 'unsure' {
  const answers = listOf(membersOf(policy).Statement).map((statement) => answerOf(membersOf(statement), assumption));
  if (answers.includes('denied')) return 'unsure';
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unsure') ? 'unsure' : 'no';
}

type Members = Readonly<Record<string, unknown>>;

function answerOf(statement: Members, assumption: Assumption): 'yes' | 'no' | 'unsure' | 'denied' {
  if ('NotPrincipal' in statement || 'NotAction' in statement) return 'unsure';
  const isMeant = isPrincipal(statement.Principal, assumption.service) && assumes(statement.Action);
  if (!isMeant) return 'no';
  if (statement.Effect !== 'Allow') return 'denied';
  const conditions = Object.entries(membersOf(statement.Condition)).flatMap(([operator, keys]) =>
    Object.entries(membersOf(keys)).map(([key, wanted]) => holds(operator, key, wanted, assumption)),
  );
  if (conditions.includes('no')) return 'no';
  return conditions.includes('unsure') ? 'unsure' : 'yes';
}

function isPrincipal(principal: unknown, service: string): boolean {
  return principal === '*' || listOf(membersOf(principal).Service).includes(service);
}

function assumes(action: unknown): boolean {
  return listOf(action).some((each) => typeof each === 'string' && isLike('sts:assumerole', each.toLowerCase()));
}

/** Keys of conditions are the same in any case (IAM User Guide, reference_policies_elements_condition). */
function holds(operator: string, key: string, wanted: unknown, assumption: Assumption): 'yes' | 'no' | 'unsure' {
  const values: Readonly<Record<string, string>> = {
    'aws:sourceaccount': assumption.sourceAccount,
    'aws:sourcearn': assumption.sourceArn,
  };
  const value = values[key.toLowerCase()];
  if (value === undefined || !/^(String|Arn)(Equals|Like)(IfExists)?$/.test(operator)) return 'unsure';
  // ArnEquals and ArnLike are the same; StringEquals takes every character as it is.
  const isExact = operator.startsWith('StringEquals');
  return listOf(wanted).some((each) => (isExact ? each === value : isLike(value, String(each)))) ? 'yes' : 'no';
}

function isLike(value: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(value);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
