import {formatAliasRef} from '../../model/function/ref.js';
import type {NoticeEvent, PackageEvent, PublishEvent, ReleaseEvent, RolloutEvent} from '../../ports/events.js';
import type {TrainEvent} from '../../ports/train-event.js';
import {packageEventText} from './package-event.js';
import {publishEventText} from './publish-event.js';
import {rolloutEventText} from './rollout-event.js';
import {trainEventText} from './train-event.js';

/** The line a log shows for an event; `undefined` when it is not worth one. */
export function eventText(event: ReleaseEvent): string | undefined {
  if (isPackageEvent(event)) return packageEventText(event);
  if (isPublishEvent(event)) return publishEventText(event);
  if (isNotice(event)) return noticeText(event);
  if (isTrainEvent(event)) return trainEventText(event);
  return rolloutEventText(event satisfies RolloutEvent);
}

/** Events about making the zip. */
export function isPackageEvent(event: ReleaseEvent): event is PackageEvent {
  return event.type.startsWith('package.');
}

const PUBLISH_PREFIX = /^(layer|code|upload|function|configuration|update|version)\./;

/** Events about bringing it to AWS as a version. */
export function isPublishEvent(event: ReleaseEvent): event is PublishEvent {
  return PUBLISH_PREFIX.test(event.type);
}

/** Events about several rollouts that go as one. */
export function isTrainEvent(event: ReleaseEvent): event is TrainEvent {
  return event.type.startsWith('train.');
}

const NOTICES: ReadonlySet<string> = new Set<NoticeEvent['type']>([
  ...(['warning', 'heartbeat', 'freeze.overridden', 'preview.ready'] as const),
]);

/** Events that belong to no stage. */
export function isNotice(event: ReleaseEvent): event is NoticeEvent {
  return NOTICES.has(event.type);
}

function noticeText(event: NoticeEvent): string {
  if (event.type === 'warning') return `warning: ${event.message}`;
  if (event.type === 'heartbeat') return event.message;
  if (event.type === 'preview.ready')
    return `${formatAliasRef(event.ref)}: version ${event.version} answers at ${event.url}`;
  const name = event.alias === undefined ? event.functionName : `${event.functionName}:${event.alias}`;
  const against = event.against.length === 0 ? 'Nothing was in the way.' : event.against.join(' ');
  return `${name}: leaves all the same, "${event.reason}". ${against}`;
}
