import type {RecordLine, RecordStore} from '../../ports/rollout/record-store.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasAwsName, hasCode} from '../error/mapping.js';

/** Of one request: this many events, and this many bytes with 26 for each event (CloudWatch Logs API, PutLogEvents). */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const EVENT_BYTES = 26;
/** No request may span more. */
const MOST_SPAN_MS = 24 * 3_600_000;

const EXISTS = 'ResourceAlreadyExistsException';

/** Events as lines of CloudWatch Logs: a log group for all of them, a stream for each function; both are made with the first line. */
export class CloudWatchRecordStore implements RecordStore {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async append(logGroup: string, stream: string, lines: readonly RecordLine[], signal?: AbortSignal): Promise<void> {
    for (const batch of batchesOf(lines)) {
      try {
        await this.#put(logGroup, stream, batch, signal);
      } catch (error) {
        if (!hasCode(error, 'LOG_GROUP_NOT_FOUND')) throw error;
        // One class for a group and for a stream that is not there.
        await this.#createStream(logGroup, stream, signal);
        await this.#put(logGroup, stream, batch, signal);
      }
    }
  }

  async #put(logGroupName: string, logStreamName: string, batch: readonly RecordLine[], signal?: AbortSignal) {
    const {client, sdk} = await this.#clients.logs();
    const logEvents = batch.map(({timeMs: timestamp, text: message}) => ({timestamp, message}));
    const command = new sdk.PutLogEventsCommand({logGroupName, logStreamName, logEvents});
    await callAws(callOf('PutLogEvents', logGroupName), () => client.send(command, requestOptions(signal)));
  }

  async #createStream(logGroupName: string, logStreamName: string, signal?: AbortSignal): Promise<void> {
    const {client, sdk} = await this.#clients.logs();
    const create = () =>
      callAws(callOf('CreateLogStream', logGroupName), () =>
        client.send(new sdk.CreateLogStreamCommand({logGroupName, logStreamName}), requestOptions(signal)),
      );
    try {
      await unlessThere(create);
    } catch (error) {
      if (!hasCode(error, 'LOG_GROUP_NOT_FOUND')) throw error;
      await unlessThere(() =>
        callAws(callOf('CreateLogGroup', logGroupName), () =>
          client.send(new sdk.CreateLogGroupCommand({logGroupName}), requestOptions(signal)),
        ),
      );
      await unlessThere(create);
    }
  }
}

/** Two processes may begin a stream at the same moment. */
async function unlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!hasAwsName(error, EXISTS)) throw error;
  }
}

function callOf(operation: string, logGroup: string): AwsCall {
  return {action: `logs:${operation}`, subject: `log group ${logGroup}`};
}

/** As few requests as the limits allow. */
function batchesOf(lines: readonly RecordLine[]): readonly (readonly RecordLine[])[] {
  const batches: RecordLine[][] = [];
  let batch: RecordLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(line.text) + EVENT_BYTES;
    const startMs = batch[0]?.timeMs ?? line.timeMs;
    const isFull = batch.length === MOST_EVENTS || bytes + size > MOST_BYTES || line.timeMs - startMs >= MOST_SPAN_MS;
    if (batch.length === 0 || isFull) {
      batch = [];
      bytes = 0;
      batches.push(batch);
    }
    batch.push(line);
    bytes += size;
  }
  return batches;
}
