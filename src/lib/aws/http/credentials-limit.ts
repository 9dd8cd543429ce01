import {CREDENTIALS_MS} from './limits.js';

/** How the error is called that this ends with. */
export const CREDENTIALS_TIMEOUT = 'CredentialsTimeoutError';

/**
 * What `work` comes to, unless its credentials take too long: a credential_process, which may ask a person, has no time limit
 * in the SDK, and a request only begins once it has ended. `work` calls `came` when they are there. Rejects with an error
 * of the name above.
 */
export async function withinCredentialsLimit<Value>(
  work: (came: () => void) => Promise<Value>,
  limitMs = CREDENTIALS_MS,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const came = () => clearTimeout(timer);
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(limitMs)), limitMs);
  });
  try {
    return await Promise.race([work(came), late]);
  } finally {
    came();
  }
}

function tooLate(limitMs: number): Error {
  const message = `their source did not answer within ${Math.round(limitMs / 100) / 10} s`;
  return Object.assign(new Error(message), {name: CREDENTIALS_TIMEOUT});
}
