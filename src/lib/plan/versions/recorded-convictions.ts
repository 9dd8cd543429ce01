import type {Conviction} from '../../model/alias/conviction.js';
import {isConviction} from '../../model/rollout/stop-kind.js';
import type {Version} from '../../model/versions/version.js';
import {type RecordedEvent, recordOf} from './recorded-event.js';

/**
 * The versions that were convicted behind one alias and have not been given all of its traffic since, by the record of their
 * function in any order. A later abort by a person does not acquit; lines that do not say of what kind a reason was convict nobody.
 */
export function recordedConvictions(events: readonly RecordedEvent[], alias: string): ReadonlyMap<Version, Conviction> {
  const convicted = new Map<Version, Conviction>();
  const begun = new Map<string | undefined, RecordedEvent>();
  for (const event of recordOf(events, alias)) {
    const {type, run, candidate: version, time: at} = event;
    if (type === 'abort.started') {
      begun.set(run, event);
    } else if (type === 'abort.finished') {
      const {cause, reason} = begun.get(run) ?? {};
      begun.delete(run);
      if (typeof version !== 'string' || !isConviction(cause)) continue;
      convicted.set(version, {version, at, ...(reason !== undefined && {reason})});
    } else if (type === 'rollout.promoted' && event.version !== undefined) {
      convicted.delete(event.version);
    } else if (type === 'traffic.shifted' && event.from !== undefined && event.stable !== undefined) {
      convicted.delete(event.stable);
    }
  }
  return convicted;
}
