import {readSignature} from '../../signer/signature-file.js';
import {failure} from '../failure.js';
import type {StoredCode} from '../state.js';
import type {LambdaWorld} from '../world.js';

/**
 * What a zip's own signature says. A broken or expired one is refused wherever it is looked at, also where the policy only warns (LDG "Code
 * signing": integrity and expiry).
 */
export async function signatureOf(world: LambdaWorld, zip: Buffer): Promise<StoredCode['signature']> {
  const signature = await readSignature(zip);
  if (signature === undefined) return undefined;
  if (signature === 'broken') throw invalidSignature('the code package has been altered since it was signed.');
  const {expiresAtMs, ...told} = signature;
  if (expiresAtMs <= world.clock.now()) throw invalidSignature('the signature has expired.');
  return told;
}

/** 400 for code or layers that nobody whom the configuration allows has signed, where it enforces that. */
export function checkSignatures(world: LambdaWorld, configArn: string | undefined, codes: readonly StoredCode[]): void {
  const config = configArn === undefined ? undefined : world.state.codeSigningConfigs.get(configArn);
  if (!config || member(config.policies, 'UntrustedArtifactOnDeployment') !== 'Enforce') return;
  const allowed = member(config.allowedPublishers, 'SigningProfileVersionArns');
  const isAllowed = ({signature}: StoredCode) =>
    signature !== undefined && Array.isArray(allowed) && allowed.includes(signature.profileVersionArn);
  if (codes.every(isAllowed)) return;
  throw failure(
    400,
    'CodeVerificationFailedException',
    'Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for unsigned.',
  );
}

/** As a function has it: nobody looks at signatures of one without a configuration, so that none is told. */
export function asTold(code: StoredCode, configArn: string | undefined): StoredCode {
  if (configArn !== undefined || code.signature === undefined) return code;
  const {signature: _untold, ...rest} = code;
  return rest;
}

function invalidSignature(reason: string): Error {
  return failure(400, 'InvalidCodeSignatureException', `The code signature failed the integrity check: ${reason}`);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
