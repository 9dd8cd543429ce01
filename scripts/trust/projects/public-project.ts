import type {Differences} from './compare-files.js';

/** A public project in one way of packaging it: what of it is as its own tool leaves it, and whether its handler answered. */
export interface PublicProject extends Differences {
  readonly name: string;
  readonly tool: string;
  readonly way: 'layer' | 'production' | 'build';
  readonly isAnswering: boolean;
}

/** One that could not be fetched or installed, and why. */
export interface SkippedProject {
  readonly name: string;
  readonly tool: string;
  readonly skipped: string;
}

/** The first line of why a project could not be fetched, installed or built. */
export function skippedFor(error: unknown): Pick<SkippedProject, 'skipped'> {
  return {skipped: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''};
}
