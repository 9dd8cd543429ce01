import {parseNotedContent} from './content-note.js';
import {MAX_DESCRIPTION_LENGTH} from './description-length.js';

/** What a version's description says of where it came from. */
export interface VersionNote {
  /** Hexadecimal commit id, as many digits as were noted. */
  readonly commit?: string;
  readonly message: string;
}

const COMMIT_DIGITS = 12;
const NOTE = /^git:([0-9a-f]{7,40})(?: ([\s\S]*))?$/;

/** `git:1a2b3c4d5e6f fix the rounding`; the message alone without a commit. Cut to AWS's 256 characters. */
export function formatVersionNote({commit, message}: VersionNote): string {
  const text = commit === undefined ? message : `git:${commit.slice(0, COMMIT_DIGITS)} ${message}`.trimEnd();
  return text.length <= MAX_DESCRIPTION_LENGTH ? text : `${text.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…`;
}

/** Reads a version's description; what is not ours is the message. Never fails. */
export function parseVersionNote(description: string): VersionNote {
  const {text} = parseNotedContent(description);
  const [, commit, message = ''] = NOTE.exec(text) ?? [];
  return commit === undefined ? {message: text} : {commit, message};
}

/** A commit is named by its first seven digits at least, as git prints them. */
export function isCommitPrefix(text: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(text);
}

/** Whether a note is about the commit: each may have been cut shorter than the other. */
export function isOfCommit(note: VersionNote, commit: string): boolean {
  return note.commit !== undefined && (note.commit.startsWith(commit) || commit.startsWith(note.commit));
}
