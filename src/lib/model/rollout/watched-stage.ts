import {ParseError} from '../parse-error.js';

/** A stage of an API, as a person names it; see the analysis's settings. */
interface StageOfApi {
  readonly kind: 'REST' | 'HTTP';
  readonly api: string;
  readonly stage: string;
}

/** How many a rollout may look at: each costs two of GetMetricData's queries. */
export const MOST_STAGES = 20;

// A name of a REST API may have anything in it, a stage no slash (API Gateway, CreateStage).
const FORM = /^(rest|http):(.+)\/([^/\s]+)$/;

/** As parseWatchedStage reads it. */
export function formatWatchedStage({kind, api, stage}: StageOfApi): string {
  return `${kind.toLowerCase()}:${api}/${stage}`;
}

/** Reads `rest:orders/prod`, by the name of a REST API, and `http:a1b2c3/$default`, by the id of an HTTP API. Throws ParseError. */
export function parseWatchedStage(text: string): StageOfApi {
  const [, kind, api, stage] = FORM.exec(text.trim()) ?? [];
  if (kind === undefined || api === undefined || stage === undefined) {
    throw new ParseError(
      `"${text}" is not a stage of an API.`,
      "Write a REST API by its name, an HTTP API by its id, in single quotes: 'rest:orders/prod', 'http:a1b2c3/$default'.",
    );
  }
  return {kind: kind === 'rest' ? 'REST' : 'HTTP', api, stage};
}
