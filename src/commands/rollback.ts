import {BaseCommand, type Session} from '../lib/cli/base-command.js';
import {aliasArg, awsFlags, dryRunFlag, journalFlag, releaseFlag, yesFlag} from '../lib/cli/flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {formatAliasRef} from '../lib/model/function-ref.js';
import type {ReleaseName} from '../lib/model/release-name.js';
import type {Version} from '../lib/model/version.js';
import {observeRollback} from '../lib/observe/rollout/rollback.js';
import {toRefusedError} from '../lib/plan/refusal.js';
import {planRollback} from '../lib/plan/rollout/rollback.js';
import {planCommitVersion} from '../lib/plan/versions/commit-version.js';
import {type MoveReport, moveText} from '../lib/report/result/rollout/move-text.js';
import {carryOutMove} from '../lib/service/rollout/move.js';

export default class Rollback extends BaseCommand<MoveReport> {
  static override summary = 'Go back to the version that had all traffic before.';
  static override description =
    'The alias remembers which versions had all its traffic; a version that was rolled back is not among them. A rollout ' +
    'that still runs is aborted instead. The target must be Active. What lives outside versions does not come back: ' +
    'reserved concurrency, tags, triggers, permissions.';
  static override examples = [
    {description: 'Where it was.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {description: 'To a version of your choice.', command: '<%= config.bin %> <%= command.id %> checkout:live --to 6'},
    {
      description: 'To the newest version of a commit.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --to 1a2b3c4',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    to: releaseFlag({
      summary: 'Version or git commit to go back to; without it the version that had all traffic before.',
      description:
        'A commit is seven digits or more of its id, as versions of lambda-release note it, and stands for the newest of its ' +
        'versions. Digits alone are a version: write git:1234567 for such a commit.',
    }),
    ...awsFlags,
    'dry-run': dryRunFlag,
    journal: journalFlag,
    yes: yesFlag,
  };

  async run(): Promise<MoveReport> {
    const {args, flags} = await this.parse(Rollback);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const to = flags.to && (await versionOf(session, args.alias.functionName, flags.to, signal));
      const observed = await observeRollback(session, args.alias, to, signal);
      const planned = planRollback(observed, to);
      if (!planned.ok) throw toRefusedError(planned.refusals);
      const question = `Take ${formatAliasRef(args.alias)} back?`;
      return carryOutMove(session, planned.plan, {dryRun: flags['dry-run'], question}, signal);
    });
  }

  protected toText(report: MoveReport): string {
    return moveText(report);
  }
}

async function versionOf(
  {functions}: Session,
  functionName: string,
  release: ReleaseName,
  signal: AbortSignal,
): Promise<Version> {
  if (release.kind === 'version') return release.version;
  const found = planCommitVersion(functionName, release.commit, await functions.listVersions(functionName, signal));
  if (!found.ok) throw toRefusedError(found.refusals);
  return found.plan;
}
