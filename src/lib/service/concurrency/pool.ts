import {Deadline} from '../../execute/alias/deadline.js';
import {messageOf} from '../../model/text/message-of.js';
import type {AccountConcurrency} from '../../ports/lambda/concurrency.js';
import type {Session} from '../session.js';

/** It is beside the point of what is changed, so nobody waits long for it. */
const BUDGET_MS = 5_000;

/** The account's pool, or why AWS did not tell; a signal makes it not worth waiting for. */
export async function readPool(
  {concurrency, clock}: Session,
  interrupt: AbortSignal,
): Promise<{readonly account: AccountConcurrency} | {readonly unreadable: string}> {
  const deadline = new Deadline({clock, budgetMs: BUDGET_MS, callMs: BUDGET_MS, interrupt});
  try {
    return {account: await deadline.call((signal) => concurrency.getAccountConcurrency(signal))};
  } catch (error) {
    return {unreadable: messageOf(error)};
  } finally {
    deadline.dispose();
  }
}
