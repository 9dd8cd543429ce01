import {randomBytes} from 'node:crypto';
import {FunctionFailedError, UsageError} from '../../errors.js';
import {trySize} from '../../execute/tune/try-size.js';
import {withCopy} from '../../execute/tune/with-copy.js';
import {FUNCTION_LIMITS, MIN_MEMORY_MB} from '../../model/function/limits.js';
import type {FunctionRef} from '../../model/function/ref.js';
import {PRICES_OF} from '../../model/price/price-table.js';
import {choicesOf} from '../../model/tune/choices.js';
import {copyDescription, copyName, isCopyOf} from '../../model/tune/copy.js';
import type {TriedSize} from '../../model/tune/tried-size.js';
import {parseVersion} from '../../model/versions/version.js';
import {observeQualified} from '../../observe/versions/qualified-versions.js';
import {requireNoRefusals} from '../../plan/refusal.js';
import {copyToCreate, planTune, type TunePlan} from '../../plan/tune/plan.js';
import {nameTaken, tuneRefusals} from '../../plan/tune/refusals.js';
import type {CodeSource, FunctionConfiguration} from '../../ports/lambda/functions.js';
import {assertReportPlace, formOf} from '../../report/report-files.js';
import {type TuneReport, triedText, tunePlanText} from '../../report/result/tune/tune-text.js';
import {readInvokeEvents, readPayload} from '../invoke/events.js';
import {notThere, ofExisting} from '../not-there.js';
import type {Session} from '../session.js';

export interface TuneOptions {
  readonly memory: readonly number[];
  readonly calls: number;
  readonly parallel: number;
  /** A file with events, or `-` for `stdin`; one empty object without it. */
  readonly event?: string | undefined;
  readonly payload?: string | undefined;
  readonly html?: string | undefined;
  readonly 'dry-run': boolean;
}

interface Tuned {
  readonly ref: FunctionRef;
  readonly stdin: (signal: AbortSignal) => Promise<string>;
}

/**
 * Tries sizes of memory on a copy of a version, after a yes, and tells what each takes and costs. The function itself is only read. Throws
 * FunctionFailedError when it fails with every size, and the ReleaseError of whatever else went wrong; the copy is taken away in each case.
 */
export async function tune(
  session: Session,
  {ref, stdin}: Tuned,
  options: TuneOptions,
  signal: AbortSignal,
): Promise<TuneReport> {
  const {event, payload, html} = options;
  if (html !== undefined) assertPagePlace(html);
  const payloads = event === undefined ? [readPayload(payload ?? '{}')] : await readInvokeEvents(event, stdin, signal);
  const {calls, parallel} = options;
  const plan = planTune(await versionOf(session, ref, signal), {memoryMb: sizesOf(options.memory), calls, parallel});
  const there = await session.functions.getFunction(plan.copy, undefined, signal);
  requireNoRefusals(tuneRefusals(plan, there));
  const planned = toReport(plan, payloads.length);
  if (options['dry-run']) return planned;
  await session.host.showPlan(tunePlanText(planned));
  const {functionName, version} = plan.version;
  await session.host.confirm(`Call a copy of ${functionName}:${version} up to ${plan.mostCalls} times?`, signal);
  const sizes = await trySizes(session, plan, payloads, signal);
  const choices = choicesOf(sizes.flatMap((size) => (size.kind === 'measured' ? [size] : [])));
  if (!choices) throw allFailed(plan, sizes);
  const isPriced = sizes.some((size) => size.kind === 'measured' && size.usd !== undefined);
  const report = {...planned, dryRun: false, sizes, choices, ...(isPriced && {pricesOf: PRICES_OF})};
  if (html !== undefined) {
    const {writeTunePage} = await import('../../report/page/tune-page.js');
    await writeTunePage(html, report);
  }
  return report;
}

/** What became of the copy of a run that was killed. */
export interface CleanedTune {
  readonly copy: string;
  readonly cleaned: boolean;
  readonly dryRun: boolean;
}

/** Takes away, after a yes, the copy of a run that was killed. Throws RefusedError for a function that is no copy, and AwsError. */
export async function cleanTune(
  {functions, copies, host}: Session,
  {functionName}: FunctionRef,
  {'dry-run': dryRun}: Pick<TuneOptions, 'dry-run'>,
  signal: AbortSignal,
): Promise<CleanedTune> {
  const copy = copyName(functionName);
  const there = await functions.getFunction(copy, undefined, signal);
  if (there === undefined) return {copy, cleaned: false, dryRun};
  if (!isCopyOf(functionName, there.description)) requireNoRefusals([nameTaken(functionName, copy)]);
  if (dryRun) return {copy, cleaned: true, dryRun};
  await host.confirm(`Delete ${copy}, the copy that a run of tune has left?`, signal);
  return {copy, cleaned: await copies.deleteCopy(copy, signal), dryRun};
}

/** The version that a name leads to: of an alias its stable one, of a bare function the newest that is published. */
async function versionOf(session: Session, ref: FunctionRef, signal: AbortSignal): Promise<FunctionConfiguration> {
  const {functionName} = ref;
  const qualifier = ref.qualifier ?? (await newestOf(session, functionName, signal));
  if (qualifier === undefined || qualifier === '$LATEST') {
    throw new UsageError(
      `tune wants a published version, and ${functionName} ${qualifier ? 'was named by $LATEST' : 'has none'}.`,
      {
        code: 'VERSION_MISSING',
        suggestions: [`Publish one, without traffic: lambda-release publish ${functionName}`],
      },
    );
  }
  const [version] = (await observeQualified(session, {functionName, qualifier}, signal)) ?? [];
  if (!version) throw notThere({functionName, qualifier});
  return version;
}

async function newestOf({functions}: Session, functionName: string, signal: AbortSignal): Promise<string | undefined> {
  const versions = await ofExisting({functionName}, functions.listVersions(functionName, signal));
  return versions.at(-1)?.version;
}

function sizesOf(memory: readonly number[]): readonly number[] {
  const {maxMemoryMb} = FUNCTION_LIMITS.standard;
  const beyond = memory.find((size) => size < MIN_MEMORY_MB || size > maxMemoryMb);
  if (beyond !== undefined) {
    throw new UsageError(
      `A function of Lambda has ${MIN_MEMORY_MB} to ${maxMemoryMb} MB of memory, and not ${beyond}.`,
      {
        code: 'MEMORY_INVALID',
        suggestions: ['Name sizes in between: --memory 256,512,1024'],
      },
    );
  }
  return [...new Set(memory)].sort((a, b) => a - b);
}

async function trySizes(
  session: Session,
  plan: TunePlan,
  payloads: readonly string[],
  signal: AbortSignal,
): Promise<readonly TriedSize[]> {
  const {functionName, version} = plan.version;
  const description = copyDescription(functionName, randomBytes(4).toString('hex'));
  const code = await codeOf(session, plan.version, signal);
  const copy = {...copyToCreate(plan, description, code), description};
  session.events.emit({type: 'heartbeat', message: `${functionName}:${version}: ${plan.copy} is being made`});
  const tryAll = async () => {
    const sizes: TriedSize[] = [];
    for (const memoryMb of plan.memoryMb) {
      const size = await trySize(session, {plan, memoryMb, payloads}, signal);
      session.events.emit({type: 'heartbeat', message: `${functionName}:${version}: ${triedText(size)}`});
      sizes.push(size);
    }
    return sizes;
  };
  return withCopy(session, copy, tryAll, signal);
}

async function codeOf(
  {paced}: Session,
  {functionName, version, imageUri}: FunctionConfiguration,
  signal: AbortSignal,
): Promise<CodeSource> {
  if (imageUri !== undefined) return {kind: 'image', uri: imageUri};
  const zip = await paced.versions.readPackage(functionName, parseVersion(version), signal);
  if (zip === undefined) throw notThere({functionName, qualifier: version});
  return {kind: 'inline', zip};
}

function toReport({version, region, ...plan}: TunePlan, events: number): TuneReport {
  const {functionName, architecture, memoryMb, timeoutSeconds} = version;
  const {memoryMb: sizes, ...rest} = plan;
  return {
    ...{functionName, version: version.version, region, architecture, memoryMb},
    plan: {...rest, sizes, events, timeoutSeconds},
    ...{dryRun: true, sizes: []},
  };
}

function assertPagePlace(file: string): void {
  if (formOf(file) !== 'html') {
    throw new UsageError(`${file} does not end in .html, and what is written there is a page for a browser.`, {
      code: 'REPORT_FORM_UNKNOWN',
      suggestions: ['Name a page: --html tune.html'],
    });
  }
  assertReportPlace(file);
}

function allFailed({version: {functionName, version}}: TunePlan, sizes: readonly TriedSize[]): FunctionFailedError {
  const [first] = sizes.flatMap((size) => (size.kind === 'failed' ? [size.reason] : []));
  return new FunctionFailedError(`${functionName}:${version} fails with every size that was tried. ${first ?? ''}`, {
    code: 'FUNCTION_FAILED',
    suggestions: [
      `Give it an event that it knows: lambda-release tune ${functionName}:${version} --event FILE`,
      `See its log: lambda-release logs ${functionName}`,
    ],
    details: {functionName, version, sizes},
  });
}
