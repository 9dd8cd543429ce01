import * as z from 'zod';
import {integer, parseInput, timestamp} from '../input.js';
import {formatPageToken, parsePageToken} from '../page-token.js';
import type {AlarmType, StateReason} from './alarm.js';

interface HistoryItem {
  readonly name: string;
  readonly type: AlarmType;
  readonly atMs: number;
  readonly itemType: 'ConfigurationUpdate' | 'StateUpdate';
  readonly summary: string;
  readonly data: string;
}

const KEPT = 10_000;

const inputSchema = z.object({
  AlarmName: z.string().optional(),
  AlarmTypes: z.array(z.string()).default(['MetricAlarm']),
  HistoryItemType: z.enum(['ConfigurationUpdate', 'StateUpdate', 'Action']).optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  MaxRecords: integer.pipe(z.number().min(1).max(100)).default(100),
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
});

/** What became of alarms, oldest first; it outlives them. Actions are not taken, so none are told. */
export class AlarmHistory {
  #items: HistoryItem[] = [];

  configured(name: string, type: AlarmType, atMs: number, what: 'created' | 'updated' | 'deleted'): void {
    const data = JSON.stringify({version: '1.0', type: `${what[0]?.toUpperCase()}${what.slice(1, -1)}`});
    this.#add({name, type, atMs, itemType: 'ConfigurationUpdate', summary: `Alarm "${name}" ${what}`, data});
  }

  moved(name: string, type: AlarmType, atMs: number, from: StateReason, to: StateReason): void {
    const data = JSON.stringify({version: '1.0', oldState: toData(from), newState: toData(to)});
    const summary = `Alarm updated from ${from.state} to ${to.state}`;
    this.#add({name, type, atMs, itemType: 'StateUpdate', summary, data});
  }

  /** DescribeAlarmHistory: of metric alarms only, unless AlarmTypes says otherwise. Throws CloudWatchError. */
  describe(input: unknown) {
    const request = parseInput(inputSchema, input);
    const found = this.#items
      .filter((item) => request.AlarmName === undefined || item.name === request.AlarmName)
      .filter((item) => request.AlarmTypes.includes(item.type))
      .filter((item) => request.HistoryItemType === undefined || item.itemType === request.HistoryItemType)
      .filter((item) => item.atMs >= (request.StartDate ?? 0) && item.atMs <= (request.EndDate ?? Number.MAX_VALUE));
    if (request.ScanBy === 'TimestampDescending') found.reverse();
    const [from = 0] = parsePageToken(request.NextToken, 1);
    const page = found.slice(from, from + request.MaxRecords);
    const next = from + page.length;
    return {
      AlarmHistoryItems: page.map(({name, type, atMs, itemType, summary, data}) => ({
        AlarmName: name,
        AlarmType: type,
        Timestamp: new Date(atMs),
        HistoryItemType: itemType,
        HistorySummary: summary,
        HistoryData: data,
      })),
      ...(next < found.length ? {NextToken: formatPageToken(next)} : {}),
    };
  }

  #add(item: HistoryItem): void {
    this.#items = [...this.#items.slice(1 - KEPT), item];
  }
}

function toData({state, reason, reasonData}: StateReason) {
  return {
    stateValue: state,
    stateReason: reason,
    ...(reasonData === undefined ? {} : {stateReasonData: parsed(reasonData)}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SetAlarmState takes any text.
    return text;
  }
}
