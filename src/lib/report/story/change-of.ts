import type {Version} from '../../model/versions/version.js';
import type {ReleaseEvent} from '../../ports/events.js';
import type {FunctionStory} from './story.js';

/** What an event tells anew of a story, beside what grows with every event. */
export type Change = Partial<
  Omit<FunctionStory, 'functionName' | 'alias' | 'moves' | 'looks' | 'minutes' | 'happenings'>
>;

/** What one event says of the function that it is about. */
export function changeOf(event: ReleaseEvent): Change {
  switch (event.type) {
    case 'package.finished':
    case 'code.unchanged':
      return {codeSha256: event.codeSha256};
    case 'version.published':
      return {version: event.version, published: event.changed};
    case 'rollout.started':
    case 'rollout.joined':
      return begun(event);
    case 'traffic.shifted':
      return shifted(event);
    case 'preview.ready': {
      const {version, url, expiresMs} = event;
      return {ending: 'previewed', version, preview: {url, expiresMs}};
    }
    case 'rollout.handedOver':
      return {ending: 'detached'};
    case 'rollout.held':
      return {ending: 'held', reason: event.reason, ...versionsOf(event.of)};
    case 'rollout.promoted':
      return {ending: 'promoted', ...(event.of ? versionsOf(event.of) : {version: event.version})};
    case 'abort.finished':
      return {
        ending: 'rolled-back',
        previousVersion: event.stable,
        ...(event.candidate !== undefined && {version: event.candidate}),
      };
    case 'abort.started':
      return {reason: event.reason};
    case 'cost.compared': {
      const {region, stable, candidate} = event;
      return {cost: {region, stable, candidate}};
    }
    case 'failures.found':
      return {causes: event.causes, ...(event.traces && {traces: event.traces})};
    case 'rollout.endedElsewhere':
      return {ending: ELSEWHERE[event.how], reason: event.message, ...versionsOf(event.of)};
    default:
      return {};
  }
}

const ELSEWHERE = {
  promoted: 'promoted',
  aborted: 'rolled-back',
  lease: 'rolled-back',
  takenOver: 'taken-over',
} as const;

function begun(event: Extract<ReleaseEvent, {type: 'rollout.started' | 'rollout.joined'}>): Change {
  const {rolloutId, candidate, stable, steps, notes, changes} = event;
  const about = {...(notes && {notes}), ...(changes && {changes})};
  return {rolloutId, version: candidate, previousVersion: stable, stepCount: steps.length, ...about};
}

/** A move of no rollout gives one version all traffic, or makes its alias; one of a rollout is told by the events about it. */
function shifted({stable, from, candidate, of}: Extract<ReleaseEvent, {type: 'traffic.shifted'}>): Change {
  if (of) return versionsOf(of);
  if (candidate) return {};
  const before = from === undefined ? {} : {previousVersion: from};
  return {version: stable, ...before, ending: from === undefined ? 'created' : 'shifted'};
}

interface Place {
  readonly rolloutId: string;
  readonly stable: Version;
  readonly candidate: Version;
  readonly stepCount?: number;
}

function versionsOf(of: Place | undefined): Change {
  if (!of) return {};
  const {rolloutId, stable, candidate, stepCount} = of;
  return {rolloutId, version: candidate, previousVersion: stable, ...(stepCount !== undefined && {stepCount})};
}
