import {BaseCommand} from '../lib/cli/base-command.js';
import {eventInputFlags} from '../lib/cli/flags/event.js';
import {awsFlags, functionArg} from '../lib/cli/flags/flags.js';
import {standardInput} from '../lib/cli/standard-input.js';
import {answersText} from '../lib/report/result/invoke-text.js';
import {type InvokeResult, invoke} from '../lib/service/invoke/invoke.js';

export default class Invoke extends BaseCommand<InvokeResult> {
  static override summary = 'Call a function through an alias or a version, and see which version answered.';
  static override description =
    'The answers go to stdout, one a line; versions and the tails of the logs to stderr. Each event is sent once and ' +
    'never again by itself. Environment values, presigned URLs and credentials are taken out of what is shown. Ends with ' +
    '8 when the function answered with an error, and with 4 when AWS did not carry the call out, throttled for example.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout:live --event test/events/ok.json',
    `<%= config.bin %> <%= command.id %> checkout:live --payload '{"name": "Ada"}'`,
    {
      description: 'Several events, one a line, on a version that has no traffic yet.',
      command: 'cat events.ndjson | <%= config.bin %> <%= command.id %> checkout:8 --event - --json',
    },
  ];
  static override args = {
    function: functionArg({
      description: 'Function with its alias or version: checkout:live, checkout:8; $LATEST without.',
      required: true,
    }),
  };
  static override flags = {
    ...eventInputFlags({
      summary: 'File with the event as JSON, or with one event a line; - reads stdin.',
    }),
    ...awsFlags,
  };

  protected override readonly isOurText = false;

  protected override readonly isOnCall = true;

  async run(): Promise<InvokeResult> {
    const {args, flags} = await this.parse(Invoke);
    return this.serve(flags, (session, signal) =>
      invoke(session, {ref: args.function, stdin: standardInput}, flags, signal),
    );
  }

  protected toText({invocations}: InvokeResult): string {
    return answersText(invocations);
  }
}
