import type {Version} from './versions/version.js';

const LONGEST_MESSAGE = 200;

/** A request that failed in a version, as AWS X-Ray has traced it. */
export interface FailedTrace {
  readonly traceId: string;
  /** Epoch milliseconds. */
  readonly startedMs: number;
  /** Where the failure began, the deepest that X-Ray knows of: the function, a part of it, or what it called. */
  readonly service: string;
  /** `TypeError: no items`; absent where only the failure itself was noted. */
  readonly exception?: string;
  /** Address of the AWS console that shows the trace. */
  readonly link: string;
}

/** `TypeError: no items, in checkout: https://…`. */
export function formatFailedTrace({exception, service, link}: FailedTrace): string {
  return `${exception === undefined ? 'failed' : `${exception},`} in ${service}: ${link}`;
}

/** The first line of an exception's text, cut where it is long. Secrets go before: half of one would not be recognized. */
export function shortException(text: string): string {
  const [line = ''] = text.split(/[\r\n]/);
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

interface Failure {
  readonly service: string;
  /** All of it, with whatever secrets the code put there. */
  readonly exception?: string;
}

type Document = Readonly<Record<string, unknown>>;

/**
 * What failed first in the version's part of a trace, from the trace's segment documents (X-Ray guide, "Segment
 * documents"). `undefined` when no part is known to be of that version, or when it did not fail: X-Ray itself does not say
 * which version ran, and nothing is blamed by guess.
 */
export function failureOf(
  documents: readonly string[],
  {functionName, version}: {readonly functionName: string; readonly version: Version},
): Failure | undefined {
  const segments = documents.map(parseDocument).filter((each) => each !== undefined);
  for (const segment of segments) {
    if (!isOfFunction(segment, functionName) || !isFailure(segment)) continue;
    const versions = versionsIn(segment, segments);
    if (versions.size === 1 && versions.has(version)) return rootOf(segment, segments);
  }
  return undefined;
}

/** Lambda sends one such segment for each time the code ran; `AWS::Lambda` alone is the service in front of it. */
function isOfFunction({origin, name, aws}: Document, functionName: string): boolean {
  if (origin !== 'AWS::Lambda::Function') return false;
  const names = objectOf(aws)?.resource_names;
  return name === functionName || (Array.isArray(names) && names.includes(functionName));
}

/** Every version that the code itself has named in this run of it: two of them contradict one another. */
function versionsIn(part: Document, segments: readonly Document[]): Set<Version> {
  const told = new Set(namedVersions(part));
  for (const child of childrenOf(part, segments)) {
    // What has an origin is another service, or another function with versions of its own.
    if (child.origin === undefined) for (const version of versionsIn(child, segments)) told.add(version);
  }
  return told;
}

/**
 * What code may call it, without case and signs: an annotation such as `lambdaVersion`, or OpenTelemetry's `faas.version`,
 * which the collector's X-Ray exporter writes as `faas_version` among annotations, as `faas.version` in metadata, and with
 * `otel.resource.` in front when it is the resource's.
 */
const VERSION_KEY = /^(otelresource)?(faasversion|lambdaversion|functionversion|awslambdafunctionversion)$/;

function namedVersions({annotations, metadata}: Document): readonly Version[] {
  const spaces = Object.values(objectOf(metadata) ?? {});
  return [annotations, ...spaces].flatMap((space) =>
    Object.entries(objectOf(space) ?? {})
      .filter(([key]) => VERSION_KEY.test(key.replace(/[^a-z]/gi, '').toLowerCase()))
      .map(([, value]) => String(value)),
  );
}

/** What Lambda puts around the handler's own parts; looked through when it is not marked as failed itself. */
const INVOCATION = 'Invocation';

/** Down to the failure that has no failure below it; the exception is the deepest that was noted on the way. */
function rootOf(part: Document, segments: readonly Document[], above?: string): Failure {
  const exception = exceptionOf(part) ?? above;
  const cause = childrenOf(part, segments)
    .flatMap((child) => (child.name === INVOCATION ? [child, ...childrenOf(child, segments)] : [child]))
    .find(isFailure);
  if (cause) return rootOf(cause, segments, exception);
  return {service: textOf(part.name) ?? 'an unnamed part', ...(exception !== undefined && {exception})};
}

function exceptionOf({cause}: Document): string | undefined {
  const exceptions = objectOf(cause)?.exceptions;
  const [first] = Array.isArray(exceptions) ? exceptions : [];
  const {type, message} = objectOf(first) ?? {};
  const text = [textOf(type), textOf(message)].filter((each) => each !== undefined).join(': ');
  return text === '' ? undefined : text;
}

/** Parts in the document itself, and those that were sent on their own and name it as their parent. */
function childrenOf({id, subsegments}: Document, segments: readonly Document[]): readonly Document[] {
  const inside = Array.isArray(subsegments) ? subsegments.map(objectOf).filter((each) => each !== undefined) : [];
  const apart = id === undefined ? [] : segments.filter((each) => each.parent_id === id && each.id !== id);
  return [...inside, ...apart];
}

function isFailure({fault, error}: Document): boolean {
  return fault === true || error === true;
}

function parseDocument(text: string): Document | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    // Cut off, or nothing that X-Ray documents: it tells nothing.
    return undefined;
  }
}

function objectOf(value: unknown): Document | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
