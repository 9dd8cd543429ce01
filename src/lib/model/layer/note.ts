import {MAX_DESCRIPTION_LENGTH} from '../description-length.js';

/** What a layer version's description says of its content. */
export interface LayerNote {
  /** base64 of SHA-256 over the zip, as AWS's CodeSha256. */
  readonly codeSha256: string;
  readonly text: string;
}

const NOTE = /^sha256:([A-Za-z0-9+/]{43}=)(?: ([\s\S]*))?$/;

/**
 * `sha256:<44 characters> 12 packages`: lists of layer versions carry the description but not the hash, so this is how a version
 * of the same content is found without asking for each. It is a hint and never a proof: that is AWS's own CodeSha256.
 */
export function formatLayerNote({codeSha256, text}: LayerNote): string {
  const note = `sha256:${codeSha256} ${text}`.trimEnd();
  return note.length <= MAX_DESCRIPTION_LENGTH ? note : `${note.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…`;
}

/** Reads a layer version's description; `undefined` when it is not ours. */
export function parseLayerNote(description: string): LayerNote | undefined {
  const [, codeSha256, text = ''] = NOTE.exec(description) ?? [];
  return codeSha256 === undefined ? undefined : {codeSha256, text};
}
