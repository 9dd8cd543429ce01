import {UsageError} from '../errors.js';
import {placeOf} from '../model/function/ref.js';
import type {IdentityPort} from '../ports/identity.js';

/**
 * Throws UsageError (exit 2) for the ARN of a function in another region or account than the one spoken to: commands go by
 * the name alone and would take the function of that name here for it. Asks AWS nothing unless a word is such an ARN.
 */
export async function assertAreHere(words: readonly string[], identity: IdentityPort): Promise<void> {
  for (const word of words) {
    const place = placeOf(word);
    if (!place) continue;
    const {region, accountId} = await identity.whoAmI();
    if (place.region === region && place.accountId === accountId) continue;
    throw new UsageError(
      `${word} is in ${place.region} of account ${place.accountId}; this goes to ${region} of account ${accountId}.`,
      {
        code: 'FUNCTION_ELSEWHERE',
        suggestions: [
          ...(place.region === region ? [] : [`Add --region ${place.region}.`]),
          ...(place.accountId === accountId ? [] : [`Take credentials of account ${place.accountId}, with --profile.`]),
        ],
        details: {arn: word, region, accountId},
      },
    );
  }
}
