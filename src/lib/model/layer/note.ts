import {type Content, formatNotedContent, parseNotedContent} from '../versions/content-note.js';

/** What a layer version's description says of its content. */
export interface LayerNote {
  readonly contentDigest?: string;
  /** How the CodeSha256 begins; all of it in notes of earlier releases, which had no digest. */
  readonly codeSha256Start: string;
  /** The version of the signing profile that signed it. */
  readonly signer?: string;
  readonly text: string;
}

const EARLIER_NOTE = /^sha256:([A-Za-z0-9+/]{43}=)(?: ([\s\S]*))?$/;

/**
 * `12 packages content:<43 characters>.<8 characters>`: lists of layer versions carry the description but not the hash, so this is how
 * a version of the same content is found without asking for each. It is a hint and never a proof: that is AWS's own CodeSha256.
 */
export function formatLayerNote(text: string, content: Content): string {
  return formatNotedContent(text, content);
}

/** Reads a layer version's description; `undefined` when it is not ours. */
export function parseLayerNote(description: string): LayerNote | undefined {
  const {contentDigest, codeSha256Start, ...rest} = parseNotedContent(description);
  if (contentDigest !== undefined && codeSha256Start !== undefined) return {contentDigest, codeSha256Start, ...rest};
  const [, codeSha256, earlierText = ''] = EARLIER_NOTE.exec(description) ?? [];
  return codeSha256 === undefined ? undefined : {codeSha256Start: codeSha256, text: earlierText};
}
