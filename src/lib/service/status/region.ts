import {AwsError} from '../../errors.js';
import {inParallel} from '../../observe/in-parallel.js';
import {observeRegion, type UnreadableFunction, whyUnreadable} from '../../observe/status/region.js';
import type {StatusTarget} from '../../observe/status/status.js';
import type {StatusReport} from '../../report/result/status/status-text.js';
import type {Session} from '../session.js';
import {readStatus} from './read-status.js';

const PROGRESS_EVERY = 50;
const AT_ONCE = 4;

/**
 * Every alias of the region that has weights or carries a rollout, whoever set them: for who has no release file, or wants to know what
 * is in none. Rollouts are judged by errors alone. Throws AwsError.
 */
export async function statusOfRegion(session: Session, signal: AbortSignal): Promise<StatusReport> {
  const onProgress = (seen: number, count: number) => {
    if (seen % PROGRESS_EVERY !== 0) return;
    session.events.emit({type: 'heartbeat', message: `Read ${seen} of ${count} functions`});
  };
  const {aliases, functionCount, aliasCount, unreadable} = await observeRegion(session.paced, {onProgress}, signal);
  const targets = aliases.map(({functionName, alias}) => ({functionName, alias}));
  const {report, more} = await readTargets(session, targets, signal);
  return {...report, region: {functionCount, aliasCount, unreadable: [...unreadable, ...more]}};
}

interface ReadTargets {
  readonly report: StatusReport;
  readonly more: readonly UnreadableFunction[];
}

/** All of them together, which takes the fewest requests; where one of them may not be read, each for itself. */
async function readTargets(
  session: Session,
  targets: readonly StatusTarget[],
  signal: AbortSignal,
): Promise<ReadTargets> {
  const read = (some: readonly StatusTarget[], warn: boolean) =>
    readStatus(
      session,
      {targets: some, file: undefined, judgeByEverything: false},
      {showProgress: false, warn},
      signal,
    );
  try {
    return {report: await read(targets, true), more: []};
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ACCESS_DENIED' || targets.length === 0) throw error;
  }
  const each = await inParallel(targets, AT_ONCE, async (target) => {
    try {
      return await read([target], false);
    } catch (error) {
      return whyUnreadable(target.functionName, error);
    }
  });
  const reports = each.filter((one) => 'functions' in one);
  const more = each.filter((one) => 'code' in one);
  const [first] = reports;
  const functions = reports.flatMap((report) => report.functions);
  return {report: {nowMs: session.clock.now(), missing: [], ...first, functions}, more};
}
