import {HOUR_MS, MINUTE_MS} from '../../model/duration.js';
import {parseDurationMs} from '../duration.js';
import {ParseError} from '../parse-error.js';

interface MetricBound {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly periodSeconds: number;
  readonly above?: number;
  readonly below?: number;
}

const FORM = /^(\S+)\s+([^\s{]+)(?:\{([^}]*)\})?\s+(\S+?)(?:\s+(\d+[mh]))?\s*([<>])\s*(-?\d+(?:\.\d+)?)$/;
const WAY_OUT =
  'Write namespace, metric{dimension=value,…}, statistic, period and bound: "AWS/ApiGateway 5XXError{ApiName=shop} Sum 1m > 5".';

/** Reads `AWS/ApiGateway 5XXError{ApiName=shop} Sum 1m > 5`; the period is a minute when left out. Throws ParseError. */
export function parseWatchedMetric(text: string): MetricBound {
  const [, namespace, metric, dimensions = '', stat, period = '1m', direction, bound] = FORM.exec(text.trim()) ?? [];
  if (namespace === undefined || metric === undefined || stat === undefined) throw unreadable(text);
  const periodMs = parseDurationMs(period);
  if (periodMs === 0 || HOUR_MS % periodMs !== 0 || periodMs % MINUTE_MS !== 0) {
    throw new ParseError(`"${period}" is no period for "${metric}".`, 'Write 1m, 2m, 3m, 5m, 10m, 15m, 30m or 1h.');
  }
  return {
    name: `${metric} ${stat}`,
    namespace,
    metric,
    dimensions: parseDimensions(dimensions, text),
    stat,
    periodSeconds: periodMs / 1000,
    ...(direction === '>' ? {above: Number(bound)} : {below: Number(bound)}),
  };
}

function parseDimensions(text: string, whole: string): Record<string, string> {
  const entries = text.split(',').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at < 1) throw unreadable(whole);
      return [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    }),
  );
}

function unreadable(text: string): ParseError {
  return new ParseError(`"${text}" is not a metric with a bound.`, WAY_OUT);
}
