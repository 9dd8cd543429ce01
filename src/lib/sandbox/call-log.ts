import type {CallFault} from './fault.js';
import type {ServiceName} from './request-router.js';

/** One call the sandbox answered. */
export interface CallRecord {
  /** Sandbox time it arrived at, ISO 8601. */
  readonly at: string;
  readonly service: ServiceName | undefined;
  readonly operation: string;
  /** Absent when no answer was given: the connection was broken on purpose. */
  readonly status?: number;
  readonly requestId: string;
  readonly fault?: CallFault['kind'];
}

const kept = 5_000;

/** The most recent calls, oldest first. */
export class CallLog {
  private records: CallRecord[] = [];

  add(record: CallRecord): void {
    this.records.push(record);
    if (this.records.length > 2 * kept) this.records = this.records.slice(-kept);
  }

  recent(): readonly CallRecord[] {
    return this.records.slice(-kept);
  }

  clear(): void {
    this.records = [];
  }
}
