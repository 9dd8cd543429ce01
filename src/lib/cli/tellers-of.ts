import {EventRecord} from '../report/event-record.js';
import {Notifier} from '../report/notify/notifier.js';
import type {Ports} from '../service/ports.js';
import type {RecordOptions} from '../service/record-group.js';
import type {OriginOptions} from './event-origin.js';

/** What keeps the events, and who is told of them: nothing of it is loaded or read before there is one. */
export function tellersOf(flags: RecordOptions, {recordStore: store, eventBus, webhook}: Ports, teller: OriginOptions) {
  const {folder, environment} = teller;
  const origin = async (signal: AbortSignal) => {
    const {originOf} = await import('./event-origin.js');
    return originOf(teller, signal);
  };
  const logGroup = async () => (await import('../service/record-group.js')).recordGroup(flags, folder);
  const settings = async () =>
    (await import('../service/notify-settings.js')).notifySettings(flags, folder, environment);
  type OnFailure = (reason: string) => void;
  return {
    record: (onFailure: OnFailure) => new EventRecord({store, onFailure, logGroup, origin}),
    notifier: (onFailure: OnFailure) => new Notifier({eventBus, webhook, onFailure, settings, origin}),
  };
}
