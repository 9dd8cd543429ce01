import type {ReleaseEvent} from '../../ports/events.js';
import type {EventBusPort, WebhookPort} from '../../ports/rollout/notices.js';
import type {EventOrigin} from '../event-record.js';
import {Outbox} from '../outbox.js';
import {type Notification, type Told, Transitions} from './notification.js';
import {notificationText} from './notification-text.js';

/** Who is told of the transitions of a rollout. */
export interface NotifySettings {
  /** Name or ARN of an event bus. */
  readonly eventBus?: string;
  /** A secret; or the variable that should hold it and is not there. */
  readonly webhook?: {readonly address: string} | {readonly missing: string};
}

interface NotifierOptions {
  readonly eventBus: EventBusPort;
  readonly webhook: WebhookPort;
  /** Asked once, when there is something to tell; nobody is told when it rejects, which is a failure. */
  readonly settings: () => Promise<NotifySettings>;
  /** Asked once, when there is something to tell. Never rejects. */
  readonly origin: (signal: AbortSignal) => Promise<EventOrigin>;
  /** Told once for each way. */
  readonly onFailure: (reason: string) => void;
  /** How long the end waits for what is not sent yet, milliseconds of the wall. */
  readonly budgetMs?: number;
}

/** One way of telling: it takes what it needs of the settings, or nothing where it is not asked for. */
type Way = (
  settings: NotifySettings,
) => ((notification: Notification, origin: EventOrigin, signal: AbortSignal) => Promise<void>) | undefined;

const SOURCE = 'lambda-release';

/** `detail-type` on an event bus. */
const DETAIL_TYPES: Readonly<Record<Notification['transition'], string>> = {
  started: 'Rollout started',
  step: 'Rollout step',
  held: 'Rollout held',
  promoted: 'Rollout promoted',
  takenBack: 'Rollout taken back',
  takenOver: 'Rollout taken over',
};

/**
 * Tells others of every transition of a rollout: an event bus and a webhook, each behind the work's back and on its own, so
 * that one that is slow, refused or gone costs a warning, and neither the other nor a way back any time.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #transitions = new Transitions();
  readonly #outboxes: readonly Outbox<Told>[];
  readonly #told = new Set<string>();
  #settings: Promise<NotifySettings> | undefined;
  #origin: Promise<EventOrigin> | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#outboxes = [busOf(options), webhookOf(options)].map((way) => this.#outbox(way));
  }

  /** Never throws and never waits. */
  notify(timeMs: number, event: ReleaseEvent): void {
    const told = this.#transitions.of(timeMs, event);
    if (told) for (const outbox of this.#outboxes) outbox.put(told);
  }

  /** Sends what is left, as far as the budget goes. May be called twice. */
  async close(): Promise<void> {
    await Promise.all(this.#outboxes.map((outbox) => outbox.close()));
  }

  #outbox(way: Way): Outbox<Told> {
    const {budgetMs} = this.#options;
    const outbox = new Outbox<Told>({
      send: async (waiting, signal) => {
        this.#settings ??= this.#options.settings();
        const send = way(await this.#settings);
        if (!send) {
          outbox.drop();
          return [];
        }
        this.#origin ??= this.#options.origin(signal);
        const origin = await this.#origin;
        const [first] = waiting();
        if (first) await send({...first, ...origin}, origin, signal);
        return first ? [first] : [];
      },
      onFailure: (reason) => this.#fail(reason),
      lost: (count) => `${count} of its transitions were not sent in time.`,
      ...(budgetMs !== undefined && {budgetMs}),
    });
    return outbox;
  }

  /** A release file that cannot be read fails for every way. */
  #fail(reason: string): void {
    if (this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#options.onFailure(reason);
  }
}

function busOf({eventBus: port}: NotifierOptions): Way {
  return ({eventBus: bus}) =>
    bus === undefined ? undefined : (told, origin, signal) => port.put(bus, toBusEvent(told, origin), signal);
}

function webhookOf({webhook: port}: NotifierOptions): Way {
  return ({webhook}) => {
    if (!webhook) return undefined;
    if ('missing' in webhook) throw new Error(`notify.webhook: there is no variable ${webhook.missing} here.`);
    const {address} = webhook;
    return (told, _, signal) => port.post(address, toBody(address, told), signal);
  };
}

function toBusEvent(notification: Notification, {by = '', account, region}: EventOrigin) {
  const {functionName, alias} = notification;
  const partition = by.split(':')[1] || 'aws';
  const isPlaced = account !== undefined && region !== undefined;
  return {
    timeMs: Date.parse(notification.time),
    source: SOURCE,
    detailType: DETAIL_TYPES[notification.transition],
    resources: isPlaced ? [`arn:${partition}:lambda:${region}:${account}:function:${functionName}:${alias}`] : [],
    detail: notification,
  };
}

/** Slack wants a text, in which three characters have another meaning (Slack API, "Formatting text for app surfaces"). */
function toBody(address: string, notification: Notification): object {
  if (!URL.canParse(address) || new URL(address).hostname !== 'hooks.slack.com') return notification;
  const text = notificationText(notification).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {text};
}
