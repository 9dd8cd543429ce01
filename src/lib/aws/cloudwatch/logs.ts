import type {FilterLogEventsCommandOutput} from '@aws-sdk/client-cloudwatch-logs';
import type {LogLine, LogQuery, LogsPort} from '../../ports/logs.js';
import type {AwsClients} from '../clients.js';
import type {AwsCall} from '../error/aws-call.js';
import {callAws, requestOptions} from '../error/call-aws.js';
import {hasCode} from '../error/mapping.js';
import {redact} from '../error/redact.js';

/**
 * Lines of CloudWatch Logs, through FilterLogEvents: its quota is 5 to 25 requests a second by region (CloudWatch Logs
 * quotas), and a page may be empty and yet have another one behind it.
 */
export class CloudWatchLogs implements LogsPort {
  readonly #clients: AwsClients;

  constructor(clients: AwsClients) {
    this.#clients = clients;
  }

  async readLines(query: LogQuery, signal?: AbortSignal): Promise<readonly LogLine[] | undefined> {
    const {logGroup, streamPrefix, fromMs, toMs, filterPattern, secrets, most = Number.POSITIVE_INFINITY} = query;
    const call: AwsCall = {action: 'logs:FilterLogEvents', subject: `log group ${logGroup}`, secrets};
    const {client, sdk} = await this.#clients.logs();
    const lines: LogLine[] = [];
    let nextToken: string | undefined;
    do {
      const command = new sdk.FilterLogEventsCommand({
        logGroupName: logGroup,
        logStreamNamePrefix: streamPrefix,
        startTime: fromMs,
        endTime: toMs,
        filterPattern,
        nextToken,
      });
      let page: FilterLogEventsCommandOutput;
      try {
        page = await callAws(call, () => client.send(command, requestOptions(signal)));
      } catch (error) {
        if (hasCode(error, 'LOG_GROUP_NOT_FOUND')) return undefined;
        throw error;
      }
      for (const {eventId, timestamp, logStreamName, message = ''} of page.events ?? []) {
        lines.push({
          id: eventId ?? `${logStreamName}/${timestamp}/${lines.length}`,
          timeMs: timestamp ?? 0,
          stream: logStreamName ?? '',
          message: redact(message.replace(/\n$/, ''), secrets),
        });
      }
      nextToken = page.nextToken;
    } while (nextToken && lines.length < most);
    return lines;
  }
}
