import type {Released} from '../service/rollout/release.js';
import type {Session} from '../service/session.js';
import {BaseCommand, type SessionFlags} from './base-command.js';
import {awsFlags, dryRunFlag, releaseEventFlags, workReportFlag, yesFlag} from './flags/flags.js';

/** Flags of every command that plans a release, asks, and carries it out. */
export const proposalFlags = {
  ...awsFlags,
  'dry-run': dryRunFlag,
  ...releaseEventFlags,
  report: workReportFlag(),
  yes: yesFlag,
};

/** Base of the commands that release: what a dry run gives to people is the plan, which says more than its result. */
export abstract class ReleaseCommand<Result extends {readonly dryRun: boolean}> extends BaseCommand<Result> {
  /** Once more: the manifest only looks at a command's own class and the one above it. */
  static override enableJsonFlag = true;

  #planText = '';

  /** The result of a release for people. */
  protected abstract releasedText(result: Result): string;

  /** One release by a service, see `serve`. */
  protected async release(
    flags: SessionFlags,
    service: (session: Session, signal: AbortSignal) => Promise<Released<Result>>,
  ): Promise<Result> {
    const {result, planText} = await this.serve(flags, service);
    this.#planText = planText;
    return result;
  }

  protected toText(result: Result): string {
    return result.dryRun ? `${this.#planText}\n\nNothing was changed.` : this.releasedText(result);
  }
}
