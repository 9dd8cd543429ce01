import {ParseError} from '../parse-error.js';
import type {Version} from '../versions/version.js';

/** Two counts of one version, as a person names them; see the analysis's settings. */
interface PairOfCounts {
  readonly name: string;
  readonly namespace: string;
  readonly bad: string;
  readonly total?: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What stands for the number of the version in a dimension. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a person writes.
export const VERSION_PLACE = '${version}';

/** How many a candidate may be judged by: each costs four of GetMetricData's queries. */
export const MOST_PAIRS = 20;

/**
 * Metric names by the library or habit that writes them.
 * `powertools-http`: the HTTP event handler's metrics middleware of Powertools for AWS Lambda (TypeScript) writes `fault` for
 * every request, 1 for an answer of 500 or more and else 0 (packages/event-handler/src/http/middleware/metrics.ts), under the
 * dimensions `service` and `route` and those added with setDefaultDimensions. Its batch processor writes no metrics.
 */
export const PAIR_PRESETS: Readonly<Record<'powertools-http' | 'emf-http-5xx' | 'emf-batch-items', Metrics>> = {
  'powertools-http': {bad: 'fault'},
  'emf-http-5xx': {bad: 'Http5xx', total: 'Requests'},
  'emf-batch-items': {bad: 'FailedBatchItems', total: 'BatchItems'},
};

type Metrics = Pick<PairOfCounts, 'bad' | 'total'>;

const FORM = /^(?:([^\s:{]+):\s+)?([^\s{]+)\s+([^\s{]+?)\s*\{(.*)\}$/;
const WAY_OUT = `Write namespace, bad/total and dimensions, in single quotes: 'shop Http5xx/Requests{service=checkout,version=${VERSION_PLACE}}'.`;

/** Whether something in the dimensions tells the versions apart. */
export function hasVersion(dimensions: Readonly<Record<string, string>>): boolean {
  return Object.values(dimensions).some((value) => value.includes(VERSION_PLACE));
}

/** The dimensions of one version's counts. */
export function dimensionsOf({dimensions}: Pick<PairOfCounts, 'dimensions'>, version: Version): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dimensions).map(([name, value]) => [name, value.replaceAll(VERSION_PLACE, version)]),
  );
}

/**
 * Reads `http-5xx: shop Http5xx/Requests{service=checkout,version=…}`. The name is the bad metric's when left out;
 * a preset may stand for the two metrics. Throws ParseError.
 */
export function parseCountPair(text: string): PairOfCounts {
  const [, named, namespace, metrics, dimensionsText = ''] = FORM.exec(text.trim()) ?? [];
  if (namespace === undefined || metrics === undefined) throw unreadable(text);
  const {bad, total} = parseMetrics(metrics, text);
  const dimensions = parseDimensions(dimensionsText, text);
  if (!hasVersion(dimensions)) {
    throw new ParseError(
      `"${text}" has no ${VERSION_PLACE} in its dimensions, so that nothing tells stable and candidate apart.`,
      `Name the dimension with the version, in single quotes, for a shell would read it: version=${VERSION_PLACE}.`,
    );
  }
  return {name: named ?? bad, namespace, bad, ...(total !== undefined && {total}), dimensions};
}

function parseMetrics(metrics: string, whole: string): Metrics {
  const [bad = '', total, ...rest] = metrics.split('/');
  if (total === undefined && isPreset(bad)) return PAIR_PRESETS[bad];
  if (bad === '' || !total || rest.length > 0) throw unreadable(whole);
  return {bad, total};
}

function isPreset(name: string): name is keyof typeof PAIR_PRESETS {
  return Object.hasOwn(PAIR_PRESETS, name);
}

function parseDimensions(text: string, whole: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((entry) => {
        const at = entry.indexOf('=');
        if (at < 1) throw unreadable(whole);
        return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
      }),
  );
}

function unreadable(text: string): ParseError {
  return new ParseError(`"${text}" is not a pair of counts.`, WAY_OUT);
}
