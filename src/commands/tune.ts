import {Flags} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {eventInputFlags} from '../lib/cli/flags/event.js';
import {awsFlags, dryRunFlag, functionArg, journalFlag, yesFlag} from '../lib/cli/flags/flags.js';
import {standardInput} from '../lib/cli/standard-input.js';
import {type TuneReport, tuneText} from '../lib/report/result/tune/tune-text.js';
import {type CleanedTune, cleanTune, tune} from '../lib/service/tune/tune.js';

const SIZES = [128, 256, 512, 1024, 1536, 2048, 3008];

export default class Tune extends BaseCommand<TuneReport | CleanedTune> {
  static override summary = 'Try sizes of memory with real events: what each takes, and what it costs.';
  static override description =
    "Makes a copy of a published version that nobody else calls, calls it with each size, and deletes it. The function itself is only read, and its size stays what it is. Calls are real: the copy has the version's role, environment and network. Ends with 8 when it fails with every size.";
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live --event test/events/order.json',
    {
      description: 'Three sizes, with a chart.',
      command:
        '<%= config.bin %> <%= command.id %> checkout:8 --memory 512,1024,1769 --event orders.ndjson --html tune.html --yes',
    },
    {description: 'After a process that was killed.', command: '<%= config.bin %> <%= command.id %> checkout --clean'},
  ];
  static override args = {
    function: functionArg({
      description: 'Function with its version or alias: checkout:8, checkout:live; the newest version without.',
      required: true,
    }),
  };
  static override flags = {
    memory: Flags.integer({
      summary: 'Sizes in MB, separated by commas: 128 to 10240.',
      helpValue: 'MB,MB',
      multiple: true,
      multipleNonGreedy: true,
      delimiter: ',',
      default: SIZES,
    }),
    calls: Flags.integer({summary: 'Calls that count, with each size.', default: 50, min: 5, max: 10_000}),
    parallel: Flags.integer({summary: 'Calls at one time.', default: 5, min: 1, max: 100}),
    ...eventInputFlags({
      summary: 'File with the event as JSON, or with one event a line, sent in turn; - reads stdin.',
    }),
    html: Flags.string({summary: 'Write a page with the chart into this file.', helpValue: 'FILE.html'}),
    clean: Flags.boolean({summary: 'Only take away the copy that a killed run has left.'}),
    ...awsFlags,
    journal: journalFlag,
    'dry-run': dryRunFlag,
    yes: yesFlag,
  };

  async run(): Promise<TuneReport | CleanedTune> {
    const {args, flags} = await this.parse(Tune);
    return this.serve<TuneReport | CleanedTune>(flags, (session, signal) =>
      flags.clean
        ? cleanTune(session, args.function, flags, signal)
        : tune(session, {ref: args.function, stdin: standardInput}, flags, signal),
    );
  }

  protected toText(result: TuneReport | CleanedTune): string {
    return 'cleaned' in result ? cleanedText(result) : tuneText(result);
  }
}

function cleanedText({copy, cleaned, dryRun}: CleanedTune): string {
  if (!cleaned) return `There is no ${copy}: nothing was left.`;
  return `${copy} ${dryRun ? 'would be' : 'was'} deleted.`;
}
