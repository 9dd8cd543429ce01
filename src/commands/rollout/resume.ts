import {Flags} from '@oclif/core';
import {hookFlags} from '../../lib/cli/flags/check.js';
import {aliasArg} from '../../lib/cli/flags/flags.js';
import {overrideFlag} from '../../lib/cli/flags/override.js';
import {resumeFlags} from '../../lib/cli/flags/rollout.js';
import {proposalFlags, ReleaseCommand} from '../../lib/cli/release-command.js';
import {UsageError} from '../../lib/errors.js';
import type {AliasRef} from '../../lib/model/function/ref.js';
import {rolloutText} from '../../lib/report/result/rollout/rollout-text.js';
import {ticksText} from '../../lib/report/result/rollout/tick-text.js';
import {resumeRollout} from '../../lib/service/rollout/resume.js';
import type {RolloutResult} from '../../lib/service/rollout/run-to-end.js';
import {type TicksResult, tickRollouts} from '../../lib/service/rollout/tick.js';

export default class RolloutResume extends ReleaseCommand<RolloutResult | TicksResult> {
  static override summary = 'Go on with a rollout whose process died, was held or was detached.';
  static override description =
    'Works from the alias alone: the steps and the watch are those it was begun with, and it is judged with all the data ' +
    'since its start. Its first write names this process in the alias. A process that still works on the rollout sees that ' +
    'and ends with 6 without touching anything; of two that resume at once, exactly one goes on. A held rollout goes on ' +
    'from its step. With --once it looks once instead, moves the rollout on or takes it back when it is time, and says when ' +
    'to call again: for a cron, which may be called by several and as often as it likes. Such a tick never begins a ' +
    'rollout, leaves a held one alone, and asks nothing. It ends with 0 when nothing runs or all goes on as it should.';
  static override examples = [
    {description: 'After its job has died.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {
      description: 'In a pipeline job that may take half an hour; the next one goes on again.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --wait 30m --yes',
    },
    {
      description: 'In a cron, once a minute.',
      command: '<%= config.bin %> <%= command.id %> --once --all',
    },
  ];
  static override args = {alias: aliasArg({multiple: true})};
  static override flags = {
    override: overrideFlag,
    ...resumeFlags(),
    ...hookFlags,
    once: Flags.boolean({
      summary: 'Look once, make at most one move, and say when to call again.',
      description:
        'Hooks run in the call that moves; --wait and --on-interrupt have no meaning: a signal leaves the rollout to the next call.',
      exclusive: ['dry-run'],
    }),
    all: Flags.boolean({
      summary: 'Of every alias of the release file that carries a rollout; the worst exit code counts.',
      dependsOn: ['once'],
    }),
    'accept-settings': Flags.boolean({
      summary: 'Judge by these analysis settings although the rollout was begun with others.',
    }),
    ...proposalFlags,
  };

  async run(): Promise<RolloutResult | TicksResult> {
    const {args, flags} = await this.parse(RolloutResume);
    const named = args.alias ?? [];
    assertNamed(named.length, flags);
    if (flags.once) return this.serve(flags, (session, signal) => tickRollouts(session, named, flags, signal));
    return this.release(flags, (session, signal) => resumeRollout(session, named[0] as AliasRef, flags, signal));
  }

  protected releasedText(result: RolloutResult | TicksResult): string {
    if ('ticks' in result) return ticksText(result.ticks);
    return result.rollout ? rolloutText(result.rollout) : '';
  }
}

/** One alias is resumed; any number of them is ticked. Throws UsageError. */
function assertNamed(count: number, {once, all}: {readonly once: boolean; readonly all: boolean}): void {
  if (all ? count === 0 : once ? count > 0 : count === 1) return;
  const suggestions = once
    ? ['Name aliases, or all of them: lambda-release rollout resume --once --all']
    : ['Name one alias: lambda-release rollout resume checkout:live', 'Tick several: add --once.'];
  const message = all && count > 0 ? 'Aliases are named, and --all means every one.' : `${count} aliases are named.`;
  throw new UsageError(message, {code: 'ALIAS_COUNT', suggestions});
}
