import type {CodeSigningConfiguration} from '../../ports/signing.js';
import {codeSigningText, type SigningStep, signatureRefusals} from '../publish/signing.js';
import type {Refusal} from '../refusal.js';
import type {Finding} from './finding.js';

/** What is known of the signatures of one function's code. */
export interface SigningFacts {
  /** The function with its alias. */
  readonly subject: string;
  readonly functionName: string;
  readonly signing?: SigningStep | undefined;
  /** What speaks against the profile that is named, and against the bucket. */
  readonly refusals: readonly Refusal[];
  /** Its code lies in S3, where it may be signed already. */
  readonly mayBeSigned: boolean;
  readonly configuration?: CodeSigningConfiguration | undefined;
}

/** Whose signatures a function takes, and whether the next release would have one of them; nothing where none are demanded or asked for. */
export function signingFindings(facts: SigningFacts): readonly Finding[] {
  const {subject, functionName, signing, refusals, mayBeSigned, configuration} = facts;
  const against =
    refusals.length > 0 ? refusals : signatureRefusals({functionName, signing, isSigned: mayBeSigned}, configuration);
  const stops = against.map(
    ({code, message, suggestions}): Finding => ({level: 'stop', code, subject, message, suggestions}),
  );
  if (!configuration || stops.length > 0) return stops;
  const message = `It takes ${codeSigningText(configuration)}.`;
  return [{level: 'ok', code: 'CODE_SIGNING', subject, message, suggestions: []}];
}
