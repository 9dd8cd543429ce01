import {Args} from '@oclif/core';
import {BaseCommand} from '../lib/cli/base-command.js';
import {analysisFlags} from '../lib/cli/flags/analysis.js';
import {awsFlags, versionFlag} from '../lib/cli/flags/flags.js';
import {rolloutFlags} from '../lib/cli/flags/rollout.js';
import {windowFlags} from '../lib/cli/flags/window.js';
import {type AnalyzeReport, analyzeText} from '../lib/report/result/rollout/analyze-text.js';
import {analyze} from '../lib/service/rollout/analyze.js';

export default class Analyze extends BaseCommand<AnalyzeReport> {
  static override summary = 'Judge the past: what a policy would have done with it, minute by minute.';
  static override description =
    'Reads minutes from a file, or what two versions did behind an alias from CloudWatch, and judges each of them with ' +
    'what was known when it had settled, by the rules of a rollout: the evidence and the decision it would have brought. ' +
    'So a policy can be tried on its own history before it is trusted. Changes nothing.\n\n' +
    'A file holds a minute a line: {"time":"2026-01-01T12:00:00Z","weightPercent":5,"stable":{"invocations":950,"errors":1},' +
    '"candidate":{"invocations":50,"errors":0}}; slow requests are judged where both sides have "slow":{"p90":12,"p99":1} and ' +
    'the line has "slowMs":{"p90":250,"p99":900} (p75, p90x1.5, p99x1.5 and p99x2 are counted too where they are there; ' +
    'slowMs has p75 besides), and pairs where both sides have "pairs":{"http-5xx":{"bad":2,"total":940}}. CloudWatch keeps minutes for 15 days and no weights: there they are ' +
    'inferred from the share of the candidate.';
  static override examples = [
    {
      description: 'A stricter policy on the last rollout of an alias.',
      command: '<%= config.bin %> <%= command.id %> checkout:live --last 2h --tolerate-ratio 1 --tolerate-plus 0%',
    },
    {
      description: 'Two versions at a time that is gone.',
      command:
        '<%= config.bin %> <%= command.id %> checkout:live --stable 7 --candidate 8 --from 2026-01-01T12:00:00Z --to 2026-01-01T13:00:00Z',
    },
    {description: 'Minutes of a file.', command: '<%= config.bin %> <%= command.id %> minutes.ndjson --json'},
  ];
  static override args = {
    past: Args.string({
      description: 'Function and alias, checkout:live, or a file of minutes.',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...windowFlags,
    stable: versionFlag({summary: 'Version that was stable; by the alias when left out.', dependsOn: ['candidate']}),
    candidate: versionFlag({
      summary: 'Version that was the candidate; by the alias when left out.',
      dependsOn: ['stable'],
    }),
    ...analysisFlags,
    steps: rolloutFlags.steps,
    watch: rolloutFlags.watch,
    'on-inconclusive': rolloutFlags['on-inconclusive'],
    'promote-early': rolloutFlags['promote-early'],
    ...awsFlags,
  };

  async run(): Promise<AnalyzeReport> {
    const {args, flags} = await this.parse(Analyze);
    return this.serve(flags, (session, signal) => analyze(session, args.past, flags, signal));
  }

  protected toText(report: AnalyzeReport): string {
    return analyzeText(report);
  }
}
