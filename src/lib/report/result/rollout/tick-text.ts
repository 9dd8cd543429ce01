import {formatDuration} from '../../../model/duration.js';
import {formatAliasRef} from '../../../model/function/ref.js';

/** What one tick found and did. */
export interface TickReport {
  readonly functionName: string;
  readonly alias: string;
  /**
   * `nothing`: no rollout is there. `waits`, `moved`, `raced` (somebody else moved it in the same moment): it goes on. Any
   * other word is an end of the rollout, or of this tick, and has an error unless it is `promoted`.
   */
  readonly did: string;
  readonly rolloutId?: string;
  readonly stable?: string;
  readonly candidate?: string;
  /** 1-based; one more than there are steps while it is watched. */
  readonly step?: number;
  readonly stepCount?: number;
  readonly verdict?: string;
  /** What the judge says, or what the rollout waits for. */
  readonly reason?: string;
  /** When to tick again, epoch milliseconds, and in how long that is; absent when there is nothing to come back for. */
  readonly againMs?: number;
  readonly waitMs?: number;
}

/** Ticks for people, a line each. */
export function ticksText(ticks: readonly TickReport[]): string {
  return ticks.length === 0 ? 'No alias is named, and the release file has none.' : ticks.map(tickText).join('\n');
}

/** One tick in a line. */
export function tickText(tick: TickReport): string {
  const name = formatAliasRef(tick);
  const {did, candidate = '', reason, waitMs = 0} = tick;
  const again = `Call again in ${formatDuration(Math.ceil(waitMs / 1000) * 1000)}.`;
  const why = reason === undefined ? '' : ` ${reason}`;
  switch (did) {
    case 'nothing':
      return nothingText(name, tick);
    case 'waits':
      return `${name}: stays ${placeText(tick)}.${why} ${again}`;
    case 'moved':
      return `${name}: moved ${placeText(tick)}. ${again}`;
    case 'raced':
      return `${name}: somebody else moved it ${placeText(tick)} in the same moment. ${again}`;
    case 'promoted':
      return `${name} serves version ${candidate} with all its traffic; the rollout is over.`;
    default:
      return `${name}: ${did}.${why}`;
  }
}

function nothingText(name: string, {stable, candidate}: TickReport): string {
  if (stable === undefined) return `${name} does not exist; nothing to do.`;
  if (candidate === undefined) return `${name} is in no rollout: version ${stable} has all traffic.`;
  return `${name} is in no rollout; somebody else has given version ${candidate} a share beside version ${stable}.`;
}

function placeText({step = 0, stepCount = 0, candidate = ''}: TickReport): string {
  if (step > stepCount) return `at 100%, where version ${candidate} is watched`;
  return `at step ${step} of ${stepCount} with version ${candidate}`;
}
