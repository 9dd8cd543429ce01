import type {Judgement} from '../../analysis/judgement.js';
import {formatDuration} from '../../model/duration.js';
import {type AliasRef, formatAliasRef} from '../../model/function-ref.js';
import type {Version} from '../../model/version.js';
import {formatFields} from '../table.js';
import {evidenceText, sideText} from '../text/judgement.js';

/** How a rollout that ended well came out; every other end is an error with its own text. */
export interface RolloutReport {
  readonly ref: AliasRef;
  readonly stable: Version;
  readonly candidate: Version;
  readonly changed: boolean;
  readonly durationMs?: number;
  /** What the analysis said last; absent when nothing was judged. */
  readonly judgement?: Judgement;
}

/** A finished rollout for people, with the command that takes it back. */
export function rolloutText({ref, stable, candidate, changed, durationMs, judgement}: RolloutReport): string {
  const alias = formatAliasRef(ref);
  if (!changed) return `${alias} already serves version ${candidate}; nothing to do.`;
  const fields = formatFields(
    [
      ['Took', durationMs === undefined ? undefined : formatDuration(durationMs)],
      ['Evidence', judgement && evidenceText(judgement)],
      ['Candidate', judgement && sideText(judgement.candidate)],
      ['Stable', judgement && sideText(judgement.stable)],
      ['Take back', `lambda-release rollback ${alias} --to ${stable}`],
    ],
    '  ',
  );
  return `${alias} serves version ${candidate} with all its traffic, before it was ${stable}.\n${fields}`;
}
