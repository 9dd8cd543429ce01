import {AwsError} from '../../errors.js';
import {functionArnOf} from '../../model/function/ref.js';
import type {ObservedFunctionStatus} from '../../observe/status/status.js';
import {type ObservedApis, observeApis} from '../../observe/triggers/apis.js';
import type {Session} from '../session.js';

/**
 * The APIs that get to these functions, by the function's name. A status goes without what cannot be read, and says so: API
 * Gateway has a quota of its own, and its trouble is not the function's.
 */
export async function observeStatusApis(
  session: Session,
  functions: readonly ObservedFunctionStatus[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ObservedApis>> {
  const found = new Map<string, ObservedApis>();
  const unread: string[] = [];
  for (const {functionName, latest, aliases} of functions) {
    const owners = [{functionName}, ...aliases.map(({alias}) => ({functionName, alias}))];
    try {
      const functionArn = functionArnOf(latest.arn);
      const apis = await observeApis(session, {functionArn, owners}, signal);
      found.set(functionName, apis);
      unread.push(...apis.unread.map(({why}) => why));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      unread.push(error.message);
    }
  }
  if (unread.length > 0) {
    const message = `Not every API of API Gateway could be looked at: ${[...new Set(unread)].join(' ')}`;
    session.events.emit({type: 'warning', code: 'APIS_NOT_READ', message});
  }
  return found;
}
