import {MAX_DESCRIPTION_LENGTH} from '../description-length.js';

/** Code on AWS, a version's or a layer's: what it is on every machine, and what the zip is that AWS has of it. */
export interface Content {
  /** 43 characters of base64url. */
  readonly contentDigest: string;
  /** base64 of SHA-256 over the zip. */
  readonly codeSha256: string;
  /** The version of the signing profile that signed it on its way; the content is that of before. */
  readonly signer?: string;
}

/** A description, taken apart. */
export interface NotedContent {
  readonly text: string;
  readonly contentDigest?: string;
  /** How the CodeSha256 begins that the note was written for. */
  readonly codeSha256Start?: string;
  readonly signer?: string;
}

const START_LENGTH = 8;
const NOTE = /^(?:([\s\S]*) )?content:([A-Za-z0-9_-]{43})\.([A-Za-z0-9+/]{8})(?:\.([A-Za-z0-9]{1,16}))?$/;

/**
 * `fix the rounding content:<43 characters>.<8 characters>`: the digest of the content, and how the CodeSha256 begins that AWS has of
 * it, so that a description which somebody copies to other code says nothing; then, after another dot, who signed it. What comes before is cut
 * to AWS's 256 characters.
 */
export function formatNotedContent(text: string, {contentDigest, codeSha256, signer}: Content): string {
  const bare = `content:${contentDigest}.${codeSha256.slice(0, START_LENGTH)}`;
  const note = signer === undefined ? bare : `${bare}.${signer}`;
  const most = MAX_DESCRIPTION_LENGTH - note.length - 1;
  const said = text.length <= most ? text : `${text.slice(0, most - 1)}…`;
  return said === '' ? note : `${said} ${note}`;
}

/** Takes a description apart; what is not ours is the text. Never fails. */
export function parseNotedContent(description: string): NotedContent {
  const [, text = '', contentDigest, codeSha256Start, signer] = NOTE.exec(description) ?? [];
  if (contentDigest === undefined || codeSha256Start === undefined) return {text: description};
  return {text, contentDigest, codeSha256Start, ...(signer !== undefined && {signer})};
}

/** What the code is by its description, as far as that is about this very code. */
export function notedDigest(code: {readonly description: string; readonly codeSha256: string}): string | undefined {
  const {contentDigest, codeSha256Start = ''} = parseNotedContent(code.description);
  return contentDigest !== undefined && code.codeSha256.startsWith(codeSha256Start) ? contentDigest : undefined;
}

/** The version of the profile that signed the code by its description, as far as that is about this very code. */
export function notedSigner(code: {readonly description: string; readonly codeSha256: string}): string | undefined {
  return notedDigest(code) === undefined ? undefined : parseNotedContent(code.description).signer;
}

interface PublishedCode {
  readonly codeSha256: string;
  readonly description: string;
}

/** Whether two versions have the same code: the same zip, or zips of the same content. */
export function isSameCode(a: PublishedCode, b: PublishedCode): boolean {
  if (a.codeSha256 === b.codeSha256) return true;
  const digest = notedDigest(a);
  return digest !== undefined && digest === notedDigest(b);
}
