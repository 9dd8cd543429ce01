import {Command, Errors, type Interfaces} from '@oclif/core';
import {formatEnvelope, toSuccessEnvelope, type Warning} from '../report/envelope.js';
import {EventRecord} from '../report/event-record.js';
import {chooseReportMode} from '../report/mode.js';
import {Notifier} from '../report/notify/notifier.js';
import type {Reporter} from '../report/reporter.js';
import {createStyle, type Style, wantsColour} from '../report/style.js';
import {wrapped} from '../report/wrapped.js';
import {assertAreHere} from '../service/arn-place.js';
import type {Ports} from '../service/ports.js';
import type {Session} from '../service/session.js';
import {assertBooleanVariables} from './boolean-variables.js';
import {failureOf} from './failure-of.js';
import {outputFlags} from './flags.js';
import {createPrompter} from './prompts.js';
import {withSignals} from './signals.js';
import {reportsWork} from './streams.js';
import {tellFailure} from './tell-failure.js';
import type {TrafficLedger} from './traffic-ledger.js';
import type {WiringFlags} from './wiring.js';

/** Flags every command understands, as far as it has them. */
export interface SessionFlags extends WiringFlags {
  readonly quiet?: boolean;
  readonly journal?: string | undefined;
  readonly record?: string | undefined;
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
  readonly yes?: boolean;
}

/**
 * Base of every command. `run` returns the result, always an object, and prints nothing; afterwards the result goes to
 * stdout once, as text or as the JSON envelope. Whatever is thrown becomes an exit code and a text on stderr, with
 * `--json` also the envelope of a failure on stdout.
 */
export abstract class BaseCommand<Result extends object> extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = outputFlags;

  /** Whether the result's text is our own words, broken at words on a terminal; what a function has said is shown as it is. */
  protected readonly isOurText: boolean = true;
  readonly #warnings: Warning[] = [];
  #words: readonly string[] = [];
  #works = false;
  #reporter: Reporter | undefined;
  #ledger: TrafficLedger | undefined;

  abstract override run(): Promise<Result>;

  /** The result for people, without the newline at its end; empty when all of it has been written already. */
  protected abstract toText(result: Result, style: Style): string;

  /** One service for one command: opens its session, and aborts its work on SIGINT and SIGTERM; see withSignals. */
  protected async serve<Served>(
    flags: SessionFlags,
    service: (session: Session, signal: AbortSignal) => Promise<Served>,
  ): Promise<Served> {
    const session = await this.open(flags);
    return withSignals((signal) => service(session, signal), {whatIsLeft: () => this.#ledger?.whatIsLeft()});
  }

  /**
   * Opens what a service works with. Nothing is loaded of the AWS SDK, or called, before a port is used; an argument that is an
   * ARN uses one at once, to see that it is of this place.
   */
  protected async open(flags: SessionFlags): Promise<Session> {
    const [{createWiring}, {createReporter}, {createHost}, {TrafficLedger}] = await Promise.all([
      import('./wiring.js'),
      import('../report/reporter.js'),
      import('./host.js'),
      import('./traffic-ledger.js'),
    ]);
    const {stdin: input, stderr, env: environment} = process;
    const {quiet = false, yes = false, journal} = flags;
    const json = this.jsonEnabled();
    const ports = createWiring(flags, environment);
    await assertAreHere(this.#words, ports.identity);
    const mode = chooseReportMode({stream: stderr, environment, json, quiet});
    const reporter = await createReporter({
      mode,
      stream: stderr,
      clock: ports.clock,
      style: styleOf(stderr),
      ...(journal !== undefined && {journalFile: journal}),
      ...(this.#works && 'record' in this.ctor.flags && this.#tellersOf(flags, ports)),
    });
    this.#reporter = reporter;
    const beforeAsking = () => reporter.pause();
    const prompter = createPrompter({input, output: stderr, environment, json, yes, beforeAsking});
    const host = createHost({prompter, reporter, stderr, isLive: mode === 'live', quiet, yes});
    this.#ledger = new TrafficLedger(ports.aliases);
    return {...ports, aliases: this.#ledger, events: reporter, host, folder: process.cwd(), environment};
  }

  /** What keeps the events, and who is told of them: nothing of it is loaded or read before there is one. */
  #tellersOf(flags: SessionFlags, {recordStore: store, eventBus, webhook, identity}: Ports) {
    const [folder, environment] = [process.cwd(), process.env];
    const command = this.commandId.replaceAll(':', ' ');
    const origin = async (signal: AbortSignal) => {
      const {originOf} = await import('./event-origin.js');
      return originOf({identity, environment, folder, command, tool: this.config.version}, signal);
    };
    const logGroup = async () => (await import('../service/record-group.js')).recordGroup(flags, folder);
    const settings = async () =>
      (await import('../service/notify-settings.js')).notifySettings(flags, folder, environment);
    type OnFailure = (reason: string) => void;
    return {
      record: (onFailure: OnFailure) => new EventRecord({store, onFailure, logGroup, origin}),
      notifier: (onFailure: OnFailure) => new Notifier({eventBus, webhook, onFailure, settings, origin}),
    };
  }

  /**
   * The parser, with one thing mended: what oclif's own parse functions, such as Args.integer, throw is a plain Error, which
   * would count as a bug of ours.
   */
  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    assertBooleanVariables({...this.ctor.baseFlags, ...this.ctor.flags}, process.env);
    try {
      const parsed = await super.parse(options, argv);
      // Commands that change something can be asked for a dry run or a journal; a dry run itself is only looked at.
      // A command without flags of its own, such as demo, has none here.
      const own = this.ctor.flags ?? {};
      const changes = 'dry-run' in own || 'journal' in own;
      this.#works = changes && !('dry-run' in parsed.flags && parsed.flags['dry-run'] === true);
      this.#words = parsed.raw.filter(({type}) => type === 'arg').map(({input}) => input);
      return parsed;
    } catch (error) {
      throw error instanceof Error && error.name === 'Error' && !(error instanceof Errors.CLIError)
        ? new Errors.CLIError(error.message, {exit: 2})
        : error;
    }
  }

  /** A warning of the framework, such as a deprecated flag: on stderr, and in the envelope. */
  override warn(input: Error | string): Error | string {
    const message = input instanceof Error ? input.message : input;
    this.#warnings.push({code: 'NOTICE', message});
    process.stderr.write(`${wrapped(`${styleOf(process.stderr).yellow('!')} ${message}`, process.stderr.columns)}\n`);
    return input;
  }

  protected override async _run<Returned>(): Promise<Returned> {
    const result = await super._run<Returned>();
    if (this.#works) reportsWork();
    if (result !== undefined && !this.jsonEnabled()) {
      const text = this.toText(result as unknown as Result, styleOf(process.stdout));
      if (text !== '') process.stdout.write(`${this.isOurText ? wrapped(text, process.stdout.columns) : text}\n`);
    }
    return result;
  }

  override toSuccessJson(result: unknown): unknown {
    return toSuccessEnvelope(this.commandId, result, this.allWarnings);
  }

  /** Plain JSON: one document, never coloured, so that it is the same on a terminal and in a file. */
  override logJson(json: unknown): void {
    process.stdout.write(formatEnvelope(json as Parameters<typeof formatEnvelope>[0]));
  }

  /** Both modes take their exit code from the same place; nothing is thrown further. */
  protected override async catch(error: Error): Promise<void> {
    // Otherwise oclif complains, outside of production, about commands whose parsing failed.
    this.parsed = true;
    await this.#reporter?.end('failed');
    if (error instanceof Errors.ExitError) {
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const failure = failureOf(error, {
      bin: this.config.bin,
      words: this.commandId.replaceAll(':', ' '),
      flags: Object.keys({...this.ctor.baseFlags, ...this.ctor.flags}),
    });
    const document = {command: this.commandId, warnings: this.allWarnings};
    tellFailure(error, failure, this.jsonEnabled() ? document : undefined);
  }

  protected override async finally(error?: Error): Promise<void> {
    await this.#reporter?.end(error === undefined ? 'done' : 'failed');
  }

  private get commandId(): string {
    return this.id ?? this.ctor.id;
  }

  private get allWarnings(): readonly Warning[] {
    return [...this.#warnings, ...(this.#reporter?.warnings ?? [])];
  }
}

function styleOf(stream: NodeJS.WriteStream): Style {
  return createStyle(wantsColour(stream, process.env));
}
