import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import type {CostComparison} from '../../../model/price/version-cost.js';
import type {Version} from '../../../model/versions/version.js';
import type {StoryOutcome} from '../../story/outcome.js';

/** What a report tells, and where it was written. */
export interface RolloutStoryReport extends AliasRef {
  readonly rolloutId?: string;
  readonly outcome: StoryOutcome;
  readonly version?: Version;
  readonly previousVersion?: Version;
  readonly reason?: string;
  /** What a request costs by either version. */
  readonly cost?: CostComparison;
  /** Where it was read from. */
  readonly source: string;
  /** Absent when none was asked for: then `markdown` has it. */
  readonly files?: readonly string[];
  readonly markdown?: string;
}

/** The report itself, or where it is. */
export function rolloutStoryText({markdown, files = [], outcome, source, ...ref}: RolloutStoryReport): string {
  if (markdown !== undefined) return markdown.trimEnd();
  return `${formatAliasRef(ref)}: ${outcome}. Written from ${source}: ${files.join(', ')}`;
}
