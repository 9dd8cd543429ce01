import type {TraceSummary} from '@aws-sdk/client-xray';
import {consoleAddress} from '../../model/console-address.js';
import {type FailedTrace, failureOf, shortException} from '../../model/failed-trace.js';
import type {TraceQuery, TracesPort} from '../../ports/traces.js';
import type {AwsClients} from '../clients.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {redact} from '../error/redact.js';

/** Of summaries; X-Ray may give an empty page and have another one behind it. */
const MOST_PAGES = 5;
/** Read at the most: of stable and of versions that nobody names there may be many. */
const MOST_READ = 25;
/** BatchGetTraces takes five ids (X-Ray API reference). */
const BATCH = 5;

/** Traces through GetTraceSummaries and BatchGetTraces. X-Ray cannot be asked for a version: the documents are read for it. */
export class XRayTraces implements TracesPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async readFailedTraces(query: TraceQuery, signal?: AbortSignal): Promise<readonly FailedTrace[]> {
    const ids = await this.#failedIds(query, signal);
    const found: FailedTrace[] = [];
    for (let first = 0; first < ids.length && found.length < query.most; first += BATCH) {
      found.push(...(await this.#read(ids.slice(first, first + BATCH), query, signal)));
    }
    return found.slice(0, query.most);
  }

  /** The newest first, whichever version failed. */
  async #failedIds({functionName, fromMs, toMs}: TraceQuery, signal?: AbortSignal): Promise<readonly string[]> {
    const {client, sdk} = await this.#clients.xray();
    const call = {action: 'xray:GetTraceSummaries', subject: `function ${functionName}`};
    const summaries: TraceSummary[] = [];
    let nextToken: string | undefined;
    let pages = 0;
    do {
      const command = new sdk.GetTraceSummariesCommand({
        StartTime: new Date(fromMs),
        EndTime: new Date(toMs),
        TimeRangeType: 'TraceId',
        // A failure in front of the function or behind it is none of its: `fault` alone looks at the trace's root only.
        FilterExpression: `service(id(name: "${functionName}", type: "AWS::Lambda::Function")) { fault = true OR error = true }`,
        NextToken: nextToken,
      });
      const page = await callAws(call, () => client.send(command, requestOptions(signal)));
      summaries.push(...(page.TraceSummaries ?? []));
      nextToken = page.NextToken;
      pages += 1;
    } while (nextToken && pages < MOST_PAGES);
    const ids = new Set(summaries.flatMap(({Id}) => Id ?? []));
    return [...ids].sort((a, b) => startedMs(b) - startedMs(a)).slice(0, MOST_READ);
  }

  async #read(ids: readonly string[], query: TraceQuery, signal?: AbortSignal): Promise<readonly FailedTrace[]> {
    const {client, sdk} = await this.#clients.xray();
    const call = {action: 'xray:BatchGetTraces', subject: `function ${query.functionName}`, secrets: query.secrets};
    const command = new sdk.BatchGetTracesCommand({TraceIds: [...ids]});
    const {Traces = []} = await callAws(call, () => client.send(command, requestOptions(signal)));
    const documents = new Map(
      Traces.map(({Id, Segments = []}) => [Id, Segments.flatMap(({Document}) => Document ?? [])]),
    );
    return ids.flatMap((traceId) => {
      const failure = failureOf(documents.get(traceId) ?? [], query);
      if (!failure) return [];
      const {service, exception} = failure;
      return {
        traceId,
        startedMs: startedMs(traceId),
        service: redact(service, query.secrets),
        ...(exception !== undefined && {exception: shortException(redact(exception, query.secrets))}),
        link: consoleAddress(query.functionArn, 'cloudwatch', `xray:traces/${traceId}`),
      };
    });
  }
}

/** `1-58406520-a006649127e371903a2de979`: the second part is the time it began, in hexadecimal seconds (X-Ray guide, "Trace ID"). */
function startedMs(traceId: string): number {
  return Number.parseInt(traceId.split('-')[1] ?? '0', 16) * 1000;
}
