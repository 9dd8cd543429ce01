import {Flags} from '@oclif/core';
import {BaseCommand} from '../../src/lib/cli/base-command.js';
import {aliasArg, awsFlags, durationFlag, journalFlag, stepsFlag, yesFlag} from '../../src/lib/cli/flags/flags.js';
import {FunctionFailedError, NotRestoredError, RefusedError} from '../../src/lib/errors.js';

interface FixtureResult {
  readonly alias: string;
  readonly steps: number;
}

/** An SDK error as it hangs its wire details onto itself. */
class SdkLikeError extends Error {
  readonly $metadata = {requestId: 'secret-request'};
  readonly $response = {headers: {authorization: 'secret-header'}};
}

const FAILURES: Readonly<Record<string, () => Error>> = {
  refused: () => new RefusedError('Same version.', {code: 'SAME_VERSION', suggestions: ['Name another version.']}),
  unrestored: () =>
    new NotRestoredError('The alias was changed by somebody else.', {
      code: 'TAKEN_OVER',
      suggestions: ['lambda-release shift checkout:live 7'],
      details: {alias: 'checkout:live'},
      traffic: 'not restored',
    }),
  function: () => new FunctionFailedError('It threw.', {code: 'FUNCTION_ERROR', suggestions: []}),
  bug: () => new SdkLikeError('x is not a function'),
};

/** A small command on the base of all commands: it emits, asks and fails as its flags say. */
export class FixtureCommand extends BaseCommand<FixtureResult> {
  static override id = 'fixture:run';
  static override args = {alias: aliasArg({required: true})};
  static override flags = {
    ...awsFlags,
    yes: yesFlag,
    journal: journalFlag,
    steps: stepsFlag(),
    wait: durationFlag({summary: 'How long to wait.'}),
    fail: Flags.string({options: Object.keys(FAILURES)}),
    ask: Flags.boolean(),
  };

  async run(): Promise<FixtureResult> {
    const {args, flags} = await this.parse(FixtureCommand);
    const {events, host} = await this.open(flags);
    events.emit({type: 'function.created', functionName: args.alias.functionName});
    events.emit({type: 'warning', code: 'LATE', message: 'metrics are late'});
    if (flags.ask) await host.confirm('Go on?');
    const failure = flags.fail && FAILURES[flags.fail];
    if (failure) throw failure();
    return {alias: args.alias.alias, steps: flags.steps?.length ?? 0};
  }

  protected toText(result: FixtureResult): string {
    return `alias ${result.alias}`;
  }
}
