import {Args} from '@oclif/core';
import {analysisFlags} from '../lib/cli/analysis-flags.js';
import {BaseCommand, type Session} from '../lib/cli/base-command.js';
import {awsFlags, configFlag, versionFlag} from '../lib/cli/flags.js';
import {notThere} from '../lib/cli/not-there.js';
import {toWindow, windowFlags} from '../lib/cli/past-window.js';
import {rolloutFlags, toRolloutPolicy} from '../lib/cli/rollout-flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import {RefusedError, UsageError} from '../lib/errors.js';
import {splitDescription} from '../lib/model/alias/description.js';
import {type AliasRef, formatAliasRef, parseAliasRef} from '../lib/model/function-ref.js';
import {rolloutStanding} from '../lib/model/rollout/standing.js';
import type {Version} from '../lib/model/version.js';
import {observePast} from '../lib/observe/rollout/past-rollout.js';
import {type ReplayPolicy, replay} from '../lib/plan/forecast/replay.js';
import {
  type AnalyzeReport,
  analyzeText,
  isoTime,
  type PastSource,
  toAnalyzeReport,
} from '../lib/report/result/rollout/analyze-text.js';
import {readMinutesFile} from '../lib/service/rollout/minutes-file.js';

interface PairFlags {
  readonly stable?: Version | undefined;
  readonly candidate?: Version | undefined;
}

export default class Analyze extends BaseCommand<AnalyzeReport> {
  static override summary = 'Judge the past: what a policy would have done with it, minute by minute.';
  static override description =
    'Reads minutes from a file, or what two versions did behind an alias from CloudWatch, and judges each of them with ' +
    'what was known when it had settled, by the rules of a rollout: the evidence and the decision it would have brought. ' +
    'So a policy can be tried on its own history before it is trusted. Changes nothing.\n\n' +
    'A file holds a minute a line: {"time":"2026-01-01T12:00:00Z","weightPercent":5,"stable":{"invocations":950,"errors":1},' +
    '"candidate":{"invocations":50,"errors":0}}; slow calls are judged where both sides have "slow":{"p90":12,"p99":1} and ' +
    'the line has "slowMs":{"p90":250,"p99":900}. CloudWatch keeps minutes for 15 days and no weights: there they are ' +
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
    config: configFlag,
  };

  async run(): Promise<AnalyzeReport> {
    const {args, flags} = await this.parse(Analyze);
    if (flags.stable !== undefined && flags.stable === flags.candidate) {
      throw new UsageError(`Version ${flags.stable} cannot be compared with itself.`, {
        code: 'SAME_VERSION',
        suggestions: ['Name the version before with --stable and the new one with --candidate.'],
      });
    }
    const policy: ReplayPolicy = toRolloutPolicy(flags, await findReleaseFile(flags.config, process.cwd()));
    if (!isAlias(args.past)) {
      const past = await readMinutesFile(args.past);
      return toAnalyzeReport(replay(past, policy), {source: {kind: 'file', file: args.past}, policy});
    }
    const ref = parseAliasRef(args.past);
    const session = await this.open(flags);
    return withSignals(async (signal) => {
      const window = toWindow(flags, session.clock.now());
      const pair = await this.pairOf(session, ref, flags, signal);
      const query = {ref, ...pair, ...window, settings: policy.settings};
      const {past, settings} = await observePast(session, query, signal);
      const replayed = replay(past, {...policy, settings});
      const source: PastSource = {
        kind: 'alias',
        ...ref,
        ...pair,
        from: isoTime(window.fromMs),
        to: isoTime(window.toMs),
      };
      if (replayed.length === 0) throw nothingThere(source);
      if (policy.settings.alarms !== undefined) {
        const message = 'Alarms are left out: CloudWatch tells how they stand now, and not how they stood.';
        session.sink.emit({type: 'warning', code: 'ALARMS_NOT_REPLAYED', message});
      }
      return toAnalyzeReport(replayed, {source, policy: {...policy, settings}});
    });
  }

  protected toText(report: AnalyzeReport): string {
    return analyzeText(report);
  }

  /** The versions that were named, else those of the rollout in the alias, else what it serves over what it served before. */
  private async pairOf(session: Session, ref: AliasRef, flags: PairFlags, signal: AbortSignal) {
    if (flags.stable !== undefined && flags.candidate !== undefined) {
      return {stable: flags.stable, candidate: flags.candidate};
    }
    const name = formatAliasRef(ref);
    const alias = await session.aliases.getAlias(ref, signal);
    if (!alias) {
      throw notThere({functionName: ref.functionName, qualifier: ref.alias});
    }
    const standing = rolloutStanding(alias);
    if (standing.kind === 'running' || standing.kind === 'watching') {
      const {stable, candidate} = standing.marker;
      return {stable, candidate};
    }
    const [previous] = splitDescription(alias.description).previous;
    if (previous !== undefined) return {stable: previous, candidate: alias.stable};
    throw new UsageError(`${name} does not say which version it served before ${alias.stable}.`, {
      code: 'VERSIONS_MISSING',
      suggestions: [`Name both: lambda-release analyze ${name} --stable 7 --candidate 8`],
    });
  }
}

/** A path has a slash or a dot; what AWS writes as fn:alias has neither. */
function isAlias(text: string): boolean {
  return /^(arn:.+|[\w-]+:[\w-]+)$/.test(text);
}

function nothingThere(source: Extract<PastSource, {kind: 'alias'}>): RefusedError {
  const name = formatAliasRef(source);
  return new RefusedError(`${name} sent version ${source.candidate} nothing from ${source.from} to ${source.to}.`, {
    code: 'NOTHING_TO_JUDGE',
    suggestions: ['Give another window with --from and --to, or other versions with --stable and --candidate.'],
  });
}
