import {Flags} from '@oclif/core';
import {hookFlags} from '../../lib/cli/check-flags.js';
import {aliasArg} from '../../lib/cli/flags.js';
import {proposalFlags, ReleaseCommand} from '../../lib/cli/release-command.js';
import {resumeFlags} from '../../lib/cli/rollout-flags.js';
import {rolloutText} from '../../lib/report/result/rollout/rollout-text.js';
import {resumeRollout} from '../../lib/service/rollout/resume.js';
import type {RolloutResult} from '../../lib/service/rollout/run-to-end.js';

export default class RolloutResume extends ReleaseCommand<RolloutResult> {
  static override summary = 'Go on with a rollout whose process died, was held or was detached.';
  static override description =
    'Works from the alias alone: the steps and the watch are those it was begun with, and it is judged with all the data ' +
    'since its start. Its first write names this process in the alias. A process that still works on the rollout sees that ' +
    'and ends with 6 without touching anything; of two that resume at once, exactly one goes on. A held rollout goes on ' +
    'from its step.';
  static override examples = [
    {description: 'After its job has died.', command: '<%= config.bin %> <%= command.id %> checkout:live'},
    {
      description: 'In a pipeline job that may take half an hour; the next one goes on again.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --wait 30m --yes',
    },
  ];
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    ...resumeFlags(),
    ...hookFlags,
    'accept-settings': Flags.boolean({
      summary: 'Judge by these analysis settings although the rollout was begun with others.',
    }),
    ...proposalFlags,
  };

  async run(): Promise<RolloutResult> {
    const {args, flags} = await this.parse(RolloutResume);
    return this.release(flags, (session, signal) => resumeRollout(session, args.alias, flags, signal));
  }

  protected releasedText({rollout}: RolloutResult): string {
    return rollout ? rolloutText(rollout) : '';
  }
}
