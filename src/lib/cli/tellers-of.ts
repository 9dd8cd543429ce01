import type {ReleaseEvent} from '../ports/events.js';
import {EventRecord} from '../report/event-record.js';
import {Notifier} from '../report/notify/notifier.js';
import type {Ports} from '../service/ports.js';
import type {RecordOptions} from '../service/record-group.js';
import type {OriginOptions} from './event-origin.js';

type OnFailure = (reason: string) => void;
type TellingPorts = Pick<Ports, 'recordStore' | 'eventBus' | 'webhook' | 'identity'>;

interface OpenPlace {
  readonly place: {readonly environment?: {readonly name: string}};
  readonly ports: TellingPorts;
}

/**
 * What keeps the events, and who is told of them: nothing of it is loaded or read before there is one. Of several environments each keeps
 * what happens in it by its own settings and in its own account, and the first what is of all of them.
 */
export function tellersOf(
  flags: RecordOptions,
  opened: readonly OpenPlace[],
  teller: Omit<OriginOptions, 'identity'>,
): {
  readonly record: (onFailure: OnFailure) => Pick<EventRecord, 'record' | 'close'>;
  readonly notifier: (onFailure: OnFailure) => Pick<Notifier, 'notify' | 'close'>;
} {
  const each = opened.map(({place, ports}) => {
    const environment = place.environment?.name;
    return {environment, tellers: tellersIn({...flags, environment}, ports, teller)};
  });
  return {
    record(onFailure) {
      const records = each.map(({environment, tellers}) => ({environment, teller: tellers.record(onFailure)}));
      return {
        record: (timeMs, event) => tellerOf(records, event)?.record(timeMs, event),
        close: () => closeAll(records),
      };
    },
    notifier(onFailure) {
      const notifiers = each.map(({environment, tellers}) => ({environment, teller: tellers.notifier(onFailure)}));
      return {
        notify: (timeMs, event) => tellerOf(notifiers, event)?.notify(timeMs, event),
        close: () => closeAll(notifiers),
      };
    },
  };
}

function tellersIn(
  {config, bundle, record, environment: name}: RecordOptions,
  {recordStore: store, eventBus, webhook, identity}: TellingPorts,
  teller: Omit<OriginOptions, 'identity'>,
) {
  const {folder, environment} = teller;
  const file = {config, bundle, environment: name};
  const origin = async (signal: AbortSignal) => {
    const {originOf} = await import('./event-origin.js');
    return originOf({...teller, identity}, signal);
  };
  const logGroup = async () => (await import('../service/record-group.js')).recordGroup({...file, record}, folder);
  const settings = async () =>
    (await import('../service/notify-settings.js')).notifySettings(file, folder, environment);
  return {
    record: (onFailure: OnFailure) => new EventRecord({store, onFailure, logGroup, origin}),
    notifier: (onFailure: OnFailure) => new Notifier({eventBus, webhook, onFailure, settings, origin}),
  };
}

interface InEnvironment<Teller> {
  readonly environment: string | undefined;
  readonly teller: Teller;
}

function tellerOf<Teller>(
  all: readonly InEnvironment<Teller>[],
  {inEnvironment}: Pick<ReleaseEvent, 'inEnvironment'>,
): Teller | undefined {
  const own = inEnvironment === undefined ? undefined : all.find(({environment}) => environment === inEnvironment);
  return (own ?? all[0])?.teller;
}

async function closeAll(all: readonly InEnvironment<{close(): Promise<void>}>[]): Promise<void> {
  await Promise.all(all.map(({teller}) => teller.close()));
}
