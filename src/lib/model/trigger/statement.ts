/**
 * A statement of a resource policy as AddPermission can say it again (Lambda API reference, AddPermission): who may do what,
 * on behalf of what.
 */
export interface InvokeStatement {
  /** 1–100 letters, digits, hyphens and underscores; empty for one that has none. */
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string;
  readonly sourceAccount?: string;
  readonly principalOrgId?: string;
  readonly eventSourceToken?: string;
  readonly urlAuthType?: string;
  readonly viaUrl?: true;
}

/** A statement that lets somebody invoke, as far as it is understood. */
export interface PolicyStatement extends InvokeStatement {
  /** Why AddPermission cannot say the same; absent when it can. */
  readonly beyond?: string;
}

/** Whether two statements allow the same, whatever they are called. */
export function allowsTheSame(one: InvokeStatement, other: InvokeStatement): boolean {
  return meaningOf(one) === meaningOf(other);
}

/** Whether a statement lets API Gateway call on behalf of this source. */
export function letsApiIn(statement: PolicyStatement, source: string): boolean {
  const {action, principal, sourceArn, sourceAccount, statementId: _, ...more} = statement;
  const isBound = Object.values(more).some((each) => each !== undefined);
  if (isBound || principal !== 'apigateway.amazonaws.com' || action !== 'lambda:InvokeFunction') return false;
  if (sourceAccount !== undefined && sourceAccount !== source.split(':')[4]) return false;
  return sourceArn === undefined || isArnLike(source, sourceArn);
}

/** The operator ArnLike of IAM, for sources whose last part has no colon of its own. */
function isArnLike(arn: string, pattern: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/\*/g, '.*').replace(/\?/g, '.')}$`).test(arn);
}

function meaningOf({action, principal, sourceArn, sourceAccount, ...rest}: InvokeStatement): string {
  const {principalOrgId, eventSourceToken, urlAuthType, viaUrl} = rest;
  return JSON.stringify([
    action,
    principal,
    sourceArn,
    sourceAccount,
    principalOrgId,
    eventSourceToken,
    urlAuthType,
    viaUrl,
  ]);
}
