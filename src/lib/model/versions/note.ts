import {MAX_DESCRIPTION_LENGTH} from '../description-length.js';
import {parseNotedContent} from './content-note.js';

/** What a version's description says of where it came from. */
export interface VersionNote {
  /** Hexadecimal commit id, as many digits as were noted. */
  readonly commit?: string;
  /** Made from that commit with changes that are in none. */
  readonly dirty?: boolean;
  readonly message: string;
}

const COMMIT_DIGITS = 12;
const NOTE = /^git:([0-9a-f]{7,40})(-dirty)?(?: ([\s\S]*))?$/;

/** `git:1a2b3c4d5e6f fix the rounding`, or `git:1a2b3c4d5e6f-dirty …` for changes that are in no commit; the message alone without a commit. Cut to AWS's 256 characters. */
export function formatVersionNote({commit, dirty, message}: VersionNote): string {
  const text =
    commit === undefined
      ? message
      : `git:${commit.slice(0, COMMIT_DIGITS)}${dirty ? '-dirty' : ''} ${message}`.trimEnd();
  return text.length <= MAX_DESCRIPTION_LENGTH ? text : `${text.slice(0, MAX_DESCRIPTION_LENGTH - 1)}…`;
}

/** Reads a version's description; what is not ours is the message. Never fails. */
export function parseVersionNote(description: string): VersionNote {
  const {text} = parseNotedContent(description);
  const [, commit, dirty, message = ''] = NOTE.exec(text) ?? [];
  return commit === undefined ? {message: text} : {commit, ...(dirty !== undefined && {dirty: true}), message};
}

/** What both versions of a rollout say of themselves; empty or unknown descriptions say nothing. */
export interface VersionNotes {
  readonly stable?: VersionNote;
  readonly candidate?: VersionNote;
}

/** Reads the descriptions of both versions of a rollout. */
export function toVersionNotes(stable: string | undefined, candidate: string | undefined): VersionNotes {
  return {
    ...(stable && {stable: parseVersionNote(stable)}),
    ...(candidate && {candidate: parseVersionNote(candidate)}),
  };
}

/** A commit is named by its first seven digits at least, as git prints them. */
export function isCommitPrefix(text: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(text);
}

/** Whether a note is about the commit: each may have been cut shorter than the other. What was made with changes beside is no commit's. */
export function isOfCommit(note: VersionNote, commit: string): boolean {
  return (
    note.commit !== undefined &&
    note.dirty !== true &&
    (note.commit.startsWith(commit) || commit.startsWith(note.commit))
  );
}
