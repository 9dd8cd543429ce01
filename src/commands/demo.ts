import {BaseCommand} from '../lib/cli/base-command.js';
import {workReportFlag} from '../lib/cli/flags/flags.js';
import {type DemoResult, runDemo} from '../lib/demo/demo.js';
import {enterSandbox} from '../lib/demo/sandbox-environment.js';
import {demoText} from '../lib/report/result/demo-text.js';
import {startSandbox} from '../lib/sandbox/start.js';

const SPEED = 60;
const METRICS_DELAY_MS = 20_000;

export default class Demo extends BaseCommand<DemoResult> {
  static override summary = 'Watch the main job: a good version is promoted, a bad one is taken back.';
  static override description =
    'Starts a sandbox on this machine, creates a function, keeps traffic on it, and releases two versions of it, by the ' +
    'same code that releases on AWS. Nothing leaves the machine; no AWS account, credentials or configuration are used. ' +
    'Ends with 0 only if both releases end as they should.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    {description: 'With a page of both releases.', command: '<%= config.bin %> <%= command.id %> --report demo.html'},
  ];
  static override flags = {report: workReportFlag()};

  async run(): Promise<DemoResult> {
    const {flags} = await this.parse(Demo);
    await using sandbox = await startSandbox({speed: SPEED, metricsDelayMs: METRICS_DELAY_MS});
    enterSandbox(sandbox, process.env);
    const result = await this.serve(flags, (session, signal) => {
      const announce = (text: string) => session.host.show(`\n${text}`);
      return runDemo({deps: session, endpoint: sandbox.endpoint, announce}, signal);
    });
    if (!result.asItShould) process.exitCode = 1;
    return result;
  }

  protected toText(result: DemoResult): string {
    return demoText(result);
  }
}
