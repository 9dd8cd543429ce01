import {Command, Errors, type Interfaces} from '@oclif/core';
import {environmentsSeveral} from '../config/environment/environment-error.js';
import {namedEnvironments} from '../config/environment/named-environments.js';
import type {Place} from '../model/place.js';
import {ciSystemOf} from '../report/ci/system.js';
import {formatEnvelope, toSuccessEnvelope, type Warning} from '../report/envelope.js';
import {chooseReportMode} from '../report/mode.js';
import type {Reporter} from '../report/reporter.js';
import {createStyle, type Style, wantsColour} from '../report/style.js';
import {wrapped} from '../report/wrapped.js';
import {assertAreHere} from '../service/arn-place.js';
import {type Glanced, glanceOf} from '../service/environment/glance-of.js';
import type {PlaceOptions} from '../service/environment/place-of.js';
import {tellPlace} from '../service/environment/tell-place.js';
import type {Ports} from '../service/ports.js';
import type {Session} from '../service/session.js';
import {assertBooleanVariables} from './boolean-variables.js';
import {ciReportOf} from './ci/report-of.js';
import {type EnvironmentSessions, environmentSessions} from './environment/environment-sessions.js';
import {namesFunction, noneNamed, onlyFunction, withNamesOnAws} from './environment/named-functions.js';
import {failureOf} from './failure-of.js';
import {outputFlags} from './flags/flags.js';
import {createPrompter} from './prompts.js';
import {reportFilesOf} from './report/report-files-of.js';
import {withSignals} from './signals.js';
import {reportsWork} from './streams.js';
import {tellFailure} from './tell-failure.js';
import {tellersOf} from './tellers-of.js';
import type {TrafficLedger} from './traffic-ledger.js';

/** Flags every command understands, as far as it has them. */
export interface SessionFlags extends PlaceOptions {
  readonly quiet?: boolean;
  readonly journal?: string | undefined;
  readonly record?: string | undefined;
  readonly dotenv?: string | undefined;
  readonly report?: readonly string[] | undefined;
  readonly config?: string | undefined;
  readonly bundle?: string | undefined;
  readonly yes?: boolean;
  /** The session itself is in none of them; see `sessionsOf`. */
  readonly 'all-environments'?: boolean;
}

/**
 * Base of every command. `run` returns the result, always an object, and prints nothing; afterwards the result goes to
 * stdout once, as text or as the JSON envelope. Whatever is thrown becomes an exit code and a text on stderr, with
 * `--json` also the envelope of a failure on stdout.
 */
export abstract class BaseCommand<Result extends object> extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = outputFlags;

  /**
   * Whether the command looks or goes back: of a target that is named in full it goes on where the credentials point when the
   * release file cannot be read or no environment of it is named. Everything else stops there.
   */
  protected readonly isOnCall: boolean = false;
  /** Whether it goes through several environments, and every region of one that has several. */
  protected readonly throughPlaces: boolean = false;
  /** Whether the result's text is our own words, broken at words on a terminal; what a function has said is shown as it is. */
  protected readonly isOurText: boolean = true;
  readonly #warnings: Warning[] = [];
  #words: readonly string[] = [];
  #typed: ReadonlySet<string> = new Set();
  #environments: readonly string[] = [];
  #glanced: Glanced = {};
  /** Makes printed commands act where this one does, once a session is open. */
  protected placed = (text: string): string => text;
  #works = false;
  #isDryRun = false;
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
   * Opens what a service works with. Nothing is loaded of the AWS SDK, or called, before a port is used; an environment with an
   * account and an argument that is an ARN use one at once, to see that it is of this place.
   */
  protected async open(flags: SessionFlags): Promise<Session> {
    const [{openPlaces}, {inPlaces, portsOf}, {commandLine, placedIn}, {createReporter}, {createHost}] =
      await Promise.all([
        import('./environment/open-places.js'),
        import('./environment/place-sessions.js'),
        import('./environment/placed-commands.js'),
        import('../report/reporter.js'),
        import('./host.js'),
      ]);
    const {stdin: input, stderr, env: environment} = process;
    const {quiet = false, yes = false, journal} = flags;
    const json = this.jsonEnabled();
    const glanced = flags['all-environments'] ? {} : this.#glanced;
    const isOnCall = this.isOnCall && this.#words.length > 0;
    const {throughPlaces} = this;
    const how = {environments: this.#environments, isOnCall, throughPlaces, variables: environment};
    const opened = await openPlaces(flags, glanced, how);
    const [{place, ports}, ...others] = opened;
    this.placed = placedIn(this.config, {flags, typed: this.#typed, place: others.length > 0 ? {} : place});
    await assertAreHere(this.#words, ports.identity);
    const mode = chooseReportMode({stream: stderr, environment, json, quiet});
    let portsIn: (there: Place) => Ports = () => ports;
    const reporter = await createReporter({
      mode,
      stream: stderr,
      clock: ports.clock,
      style: styleOf(stderr),
      placed: this.placed,
      ...(journal !== undefined && {journalFile: journal}),
      ciSystem: mode === 'live' ? undefined : ciSystemOf(environment),
      ...(this.#works && 'record' in this.ctor.flags && tellersOf(flags, opened, this.#teller(ports))),
      ...(!this.#isDryRun &&
        flags.report &&
        (await reportFilesOf(flags.report, {...this.#teller(ports), placed: this.placed}, () => ports.clock.now()))),
      ...(this.#works &&
        'dotenv' in this.ctor.flags &&
        ciReportOf({flags, environment, functionsIn: (there) => portsIn(there).functions, placed: this.placed})),
    });
    this.#reporter = reporter;
    const beforeAsking = () => reporter.pause();
    const prompter = createPrompter({input, output: stderr, environment, json, yes, beforeAsking});
    const placed = this.isOurText ? this.placed : (text: string) => text;
    const host = createHost({prompter, reporter, stderr, isLive: mode === 'live', quiet, yes, placed});
    const alone = {
      ...{...ports, events: reporter, host, environment, folder: process.cwd()},
      ...{environmentName: this.#environments[0], commandLine: commandLine(this.config.bin, this.commandId, this.argv)},
    };
    const {session, ledger} = inPlaces(alone, opened);
    portsIn = (there) => portsOf(session, there);
    this.#ledger = ledger;
    for (const each of opened) await tellPlace(session, each.place, each.caller, this.#works);
    if (mode !== 'live') return session;
    const {withOnlooker} = await import('./operator/with-onlooker.js');
    return withOnlooker(session, {input, reporter});
  }

  /** The environments of the release file, in its order, and how to open a session in one that tells of its work where this one does. */
  protected sessionsOf(flags: SessionFlags, session: Session): EnvironmentSessions {
    const {glance, problem} = this.#glanced;
    if (problem) throw problem;
    return environmentSessions({flags, session, environments: glance?.environments ?? []});
  }

  /** Who tells of the work, and with what. */
  #teller({identity}: Pick<Ports, 'identity'>) {
    const command = this.commandId.replaceAll(':', ' ');
    return {identity, environment: process.env, folder: process.cwd(), command, tool: this.config.version};
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
      const parsed = await this.#parsed(options, argv);
      // Commands that change something can be asked for a dry run or a journal; a dry run itself is only looked at.
      // A command without flags of its own, such as demo, has none here.
      const own = this.ctor.flags ?? {};
      const changes =
        ('dry-run' in own || 'journal' in own) && (!('fix' in own) || Reflect.get(parsed.flags, 'fix') === true);
      this.#isDryRun = 'dry-run' in parsed.flags && parsed.flags['dry-run'] === true;
      this.#works = changes && !this.#isDryRun;
      this.#words = parsed.raw.filter(({type}) => type === 'arg').map(({input}) => input);
      this.#typed = new Set(parsed.raw.flatMap((token) => (token.type === 'flag' ? [token.flag] : [])));
      return parsed;
    } catch (error) {
      throw error instanceof Error && error.name === 'Error' && !(error instanceof Errors.CLIError)
        ? new Errors.CLIError(error.message, {exit: 2})
        : error;
    }
  }

  /**
   * What was typed, with functions by their names on AWS. Whoever names none where one is needed means the only one of the release file:
   * what cannot be parsed is tried once more with it in front.
   */
  async #parsed<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv = this.argv): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parse = (words: string[]) => super.parse<F, B, A>(options, words);
    const args = this.ctor.args ?? {};
    let parsed: Interfaces.ParserOutput<F, B, A>;
    try {
      parsed = await parse(argv);
      this.#glanced = await this.#glance(parsed.flags, false);
    } catch (error) {
      if (!namesFunction(args)) throw error;
      const lenient = {...options, args: {}, strict: false} as Interfaces.Input<F, B, A>;
      const {flags, argv: words} = await super.parse(lenient, argv).catch(() => {
        throw error;
      });
      this.#glanced = await this.#glance(flags, true);
      const {glance} = this.#glanced;
      const word = onlyFunction(args, glance);
      if (word === undefined) throw (words.length === 0 && glance && noneNamed(glance)) || error;
      parsed = await parse([word, ...argv]).catch(() => {
        throw error;
      });
    }
    const {glance} = this.#glanced;
    // What a function is called is of its environment: of several each finds its own.
    return glance && this.#environments.length < 2 ? {...parsed, args: withNamesOnAws(parsed.args, glance)} : parsed;
  }

  async #glance(flags: object, isNeeded: boolean): Promise<Glanced> {
    const own = this.ctor.flags ?? {};
    const {environment: text, 'all-environments': isOfAll}: SessionFlags = flags;
    const named = 'environment' in own ? namedEnvironments(text) : [];
    const [environment, another] = named;
    if (another !== undefined && !this.throughPlaces && !isOfAll) throw environmentsSeveral(named);
    this.#environments = isOfAll ? named.slice(0, 1) : named;
    // What only packs has an environment and speaks to nobody.
    if (!('environment' in own && 'region' in own)) return {};
    return glanceOf({...flags, environment}, process.cwd(), isNeeded);
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
      const shown = this.isOurText ? wrapped(this.placed(text), process.stdout.columns) : text;
      if (text !== '') process.stdout.write(`${shown}\n`);
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
    if (error instanceof Errors.ExitError) {
      await this.#reporter?.end('failed');
      process.exitCode = error.oclif.exit ?? 0;
      return;
    }
    const failure = failureOf(error, {
      bin: this.config.bin,
      words: this.commandId.replaceAll(':', ' '),
      flags: Object.keys({...this.ctor.baseFlags, ...this.ctor.flags}),
    });
    await this.#reporter?.end('failed', failure);
    const document = {command: this.commandId, warnings: this.allWarnings};
    const placed = {...failure, suggestions: failure.suggestions.map((wayOut) => this.placed(wayOut))};
    tellFailure(error, placed, this.jsonEnabled() ? document : undefined);
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
