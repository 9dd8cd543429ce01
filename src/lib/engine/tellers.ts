import type {Tells} from '../model/rollout/execution.js';
import type {Clock} from '../ports/clock.js';
import type {EventSink, ReleaseEvent} from '../ports/events.js';
import type {EventBusPort} from '../ports/rollout/notices.js';
import type {RecordStore} from '../ports/rollout/record-store.js';
import {type EventOrigin, EventRecord} from '../report/event-record.js';
import {Notifier} from '../report/notify/notifier.js';

interface TellersOptions {
  readonly clock: Clock;
  readonly recordStore: RecordStore;
  readonly eventBus: EventBusPort;
  readonly tells: Tells;
  readonly origin: EventOrigin;
  /** Takes a line of the function's own log. */
  readonly log: (line: string) => void;
}

/** Takes the events of one tick: into the function's own log, into the record, and to the event bus. */
export interface Tellers {
  readonly events: EventSink;
  /** Sends what is left, within a budget. */
  close(): Promise<void>;
}

/** The tellers of a tick, which has no terminal: a record or a bus that fails is a line of the log, and costs no way back any time. */
export function createTellers({
  clock,
  recordStore,
  eventBus: bus,
  tells,
  origin: teller,
  log,
}: TellersOptions): Tellers {
  const write = (timeMs: number, event: ReleaseEvent) =>
    log(JSON.stringify({time: new Date(timeMs).toISOString(), ...event}));
  const failed = (code: string) => (message: string) => write(clock.now(), {type: 'warning', code, message});
  const {logGroup, eventBus} = tells;
  const origin = async () => teller;
  const record = new EventRecord({
    store: recordStore,
    logGroup: async () => logGroup,
    origin,
    onFailure: failed('RECORD_FAILED'),
  });
  const notifier = new Notifier({
    eventBus: bus,
    webhook: {post: () => Promise.reject(new Error('The address of a webhook does not travel.'))},
    settings: async () => ({...(eventBus !== undefined && {eventBus})}),
    origin,
    onFailure: failed('NOTIFY_FAILED'),
  });
  return {
    events: {
      emit(event) {
        const timeMs = clock.now();
        write(timeMs, event);
        record.record(timeMs, event);
        notifier.notify(timeMs, event);
      },
    },
    async close() {
      await Promise.all([record.close(), notifier.close()]);
    },
  };
}

/** Who tells: the tick function, by the ARN that it was called by. */
export function originOfTick(functionArn: string, tool: string): EventOrigin {
  const [, , , region, account] = functionArn.split(':');
  return {
    ...{command: 'engine', tool, host: 'AWS Lambda', by: functionArn},
    ...(region && account && {region, account}),
  };
}
