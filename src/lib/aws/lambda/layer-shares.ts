import {ACCOUNT, EVERYBODY} from '../../model/layer/share.js';
import {principalsOf, type Statement, statementsAllowing} from './policy-document.js';

const USES = /^(lambda:(GetLayerVersion|Get\*|\*)|\*)$/;
const ROOT = /^arn:[^:]+:iam::(\d{12}):root$/;

/** Whom the policy of a layer version lets use it: accounts, organizations, EVERYBODY, and anybody else as the policy writes it. */
export function layerShares(policy: string): readonly string[] {
  return [...new Set(statementsAllowing(USES, policy).flatMap(whom))];
}

function whom(statement: Statement): readonly string[] {
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, values]) =>
    Object.entries(values).map(([key, value]) => ({condition: `${operator} ${key}`.toLowerCase(), value})),
  );
  const principals = principalsOf(statement).map((principal) => ROOT.exec(principal)?.[1] ?? principal);
  const [first] = conditions;
  if (first === undefined) return principals.map((principal) => (principal === '*' ? EVERYBODY : principal));
  const isOrganization = conditions.length === 1 && first.condition === 'stringequals aws:principalorgid';
  // An account of an organization is let in for being both.
  if (isOrganization && principals.every((principal) => principal === '*')) return [first.value].flat().map(String);
  return principals.map((principal) => `${ACCOUNT.test(principal) ? principal : 'some'} under a condition`);
}
