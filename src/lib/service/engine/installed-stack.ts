import {templateFacts} from '../../config/engine/stack-template.js';
import type {InstalledStack} from '../../plan/engine/install.js';
import type {Session} from '../session.js';

/** The stack of this name, and what its template says of itself; `undefined` when there is none. Throws AwsError. */
export async function findInstalled(
  {stacks}: Pick<Session, 'stacks'>,
  stackName: string,
  signal: AbortSignal,
): Promise<InstalledStack | undefined> {
  const stack = await stacks.find(stackName, signal);
  if (!stack) return undefined;
  // Nothing was ever made of it: CloudFormation has no template of it, or an empty one.
  if (stack.status === 'REVIEW_IN_PROGRESS') return {stack, template: templateFacts('')};
  return {stack, template: templateFacts(await stacks.template(stackName, signal))};
}
