import * as z from 'zod';
import {StsError} from './sts-error.js';

const audience = z.union([
  z.string(),
  z
    .array(z.string())
    .min(1)
    .transform(([first]) => first),
]);
const claimsSchema = z.object({iss: z.string(), sub: z.string(), aud: audience, exp: z.number().optional()});

/** Who an OpenID Connect token speaks of. */
export interface WebIdentity {
  readonly provider: string;
  readonly subject: string;
  readonly audience: string | undefined;
}

/**
 * The claims of the token of AssumeRoleWithWebIdentity. It must be a JWT that has not expired by the sandbox's clock; its
 * signature is not checked, and every provider is trusted. Throws StsError.
 */
export function readWebIdentity(form: URLSearchParams, nowMs: number): WebIdentity {
  const [, payload = ''] = /^[\w-]+\.([\w-]+)\.[\w-]*$/.exec(form.get('WebIdentityToken') ?? '') ?? [];
  const claims = claimsSchema.safeParse(parsed(Buffer.from(payload, 'base64url').toString('utf8')));
  if (!claims.success) {
    throw new StsError(
      400,
      'InvalidIdentityToken',
      'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
    );
  }
  const {iss, sub, aud, exp} = claims.data;
  if (exp !== undefined && exp * 1000 <= nowMs) {
    throw new StsError(
      400,
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(nowMs / 1000)} must be before the expiration date/time ${exp}`,
    );
  }
  return {provider: iss.replace(/^https:\/\//, ''), subject: sub, audience: aud};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told as the token that it is not.
    return undefined;
  }
}
