import {BaseCommand} from '../lib/cli/base-command.js';
import {awsFlags, configFlag, functionArg} from '../lib/cli/flags.js';
import {withSignals} from '../lib/cli/signals.js';
import {findReleaseFile} from '../lib/config/load-release-file.js';
import {RefusedError, UsageError} from '../lib/errors.js';
import type {FunctionRef} from '../lib/model/function-ref.js';
import {type FunctionStatus, observeStatus} from '../lib/observe/status.js';
import {statusText} from '../lib/report/result/status-text.js';

interface StatusResult {
  readonly nowMs: number;
  readonly functions: readonly FunctionStatus[];
}

export default class Status extends BaseCommand<StatusResult> {
  static override summary = 'Who serves what share, which rollouts run, and what is reserved.';
  static override description = 'Reads only. For what the judge says of a running rollout, see "rollout status".';
  static override examples = [
    '<%= config.bin %> <%= command.id %> checkout',
    '<%= config.bin %> <%= command.id %> checkout:live --json',
  ];
  static override args = {
    function: functionArg({
      description: 'Function, or function and alias; all of the release file without any.',
      multiple: true,
    }),
  };
  static override flags = {...awsFlags, config: configFlag};

  async run(): Promise<StatusResult> {
    const {args, flags} = await this.parse(Status);
    const session = await this.open(flags);
    const refs = args.function ?? (await this.functionsOfFile(flags.config));
    return withSignals(async (signal) => {
      const functions: FunctionStatus[] = [];
      for (const {functionName, qualifier} of refs) {
        const status = await observeStatus(session, {functionName, alias: qualifier}, signal);
        if (status === undefined) throw notThere(functionName);
        if (qualifier !== undefined && status.aliases.length === 0) throw notThere(`${functionName}:${qualifier}`);
        functions.push(status);
      }
      return {nowMs: session.clock.now(), functions};
    });
  }

  protected toText({nowMs, functions}: StatusResult): string {
    return functions.map((status) => statusText(status, nowMs)).join('\n\n');
  }

  private async functionsOfFile(config: string | undefined): Promise<readonly FunctionRef[]> {
    const file = await findReleaseFile(config, process.cwd());
    const names = [...(file?.functions.keys() ?? [])];
    if (names.length > 0) return names.map((functionName) => ({functionName}));
    throw new UsageError('No function is named.', {
      code: 'FUNCTION_MISSING',
      suggestions: ['Name one: lambda-release status checkout', 'Or list functions in release.yml.'],
    });
  }
}

function notThere(name: string): RefusedError {
  return new RefusedError(`${name} does not exist in this region and account.`, {
    code: name.includes(':') ? 'ALIAS_NOT_FOUND' : 'FUNCTION_NOT_FOUND',
    suggestions: ['Look at the name, --region and --profile.'],
  });
}
