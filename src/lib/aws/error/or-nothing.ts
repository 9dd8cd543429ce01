import {hasAwsName} from './mapping.js';

/** The answer, or nothing where AWS knows no such thing: it answers 404 then. Anything else that goes wrong is thrown on. */
export async function orNothing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (hasAwsName(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
