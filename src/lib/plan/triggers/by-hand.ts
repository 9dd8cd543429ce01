import {formatAliasRef} from '../../model/function/ref.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import {apiIdOf} from '../../model/trigger/api.js';
import {isTrigger} from '../../model/trigger/is-trigger.js';
import type {PolicyStatement} from '../../model/trigger/statement.js';
import type {ObservedTriggers} from '../../observe/triggers/triggers.js';

/** What a person has to do, because it is not ours or could not be undone. */
export interface ByHand {
  readonly what: string;
  /** Each a command that can be run as printed. */
  readonly commands: readonly string[];
}

interface Place {
  readonly alias: string;
  readonly aliasArn: string;
  readonly functionName: string;
  readonly functionArn: string;
}

/**
 * What is left to a person. Notifications of a bucket are replaced as a whole and nothing guards that; a subscription, a URL
 * and an API have a name of their own that others know; the old permissions may have callers that nobody can see from here.
 */
export function byHandOf(observed: ObservedTriggers): readonly ByHand[] {
  const {ref, functionArn = '', statements, mappings, sourcesOfAlias, url} = observed;
  const place = {
    alias: formatAliasRef(ref),
    aliasArn: `${functionArn}:${ref.alias}`,
    functionName: ref.functionName,
    functionArn,
  };
  const doubled = mappings.filter(({sourceArn}) => sourceArn !== undefined && sourcesOfAlias.has(sourceArn));
  return [
    ...doubled.map(({uuid, sourceArn = ''}) => ({
      what: `${sourceArn} is mapped to ${place.alias} and to the bare function: two mappings share its events. Take the one of the bare function away.`,
      commands: [`aws lambda delete-event-source-mapping --uuid ${uuid}`],
    })),
    ...statements.map((statement) => ofStatement(statement, place)),
    ...(url === undefined ? [] : [ofUrl(url, place)]),
  ];
}

function ofStatement(statement: PolicyStatement, place: Place): ByHand {
  const {principal, statementId, beyond} = statement;
  const remove =
    statementId === ''
      ? []
      : [
          `aws lambda remove-permission --function-name ${place.functionName} --statement-id ${shellQuoted(statementId)}`,
        ];
  if (beyond !== undefined || !isTrigger(statement)) {
    const why = beyond ?? 'it is no service of AWS';
    return {
      what: `${principal} may invoke the bare function (statement ${statementId}), and is not given the same on ${place.alias}: ${why}. Give it what it needs there, point it there, then take the old permission away.`,
      commands: remove,
    };
  }
  const {what, commands} = pointing(statement, place);
  return {
    what: `${what} When nothing calls the bare function any more, take statement ${statementId} away.`,
    commands: [...commands, ...remove],
  };
}

function pointing({principal, sourceArn = ''}: PolicyStatement, place: Place): ByHand {
  const {aliasArn, functionArn} = place;
  const isOne = !/[*?]/.test(sourceArn);
  if (principal === 'events.amazonaws.com')
    return {what: 'Rules of EventBridge are moved with the plan.', commands: []};
  const apiId = principal === 'apigateway.amazonaws.com' ? apiIdOf(sourceArn) : undefined;
  if (apiId !== undefined) return {what: `API ${apiId} is moved with the plan, or told of by itself.`, commands: []};
  if (principal === 's3.amazonaws.com' && isOne && sourceArn !== '') {
    const bucket = shellQuoted(sourceArn.replace(/^.*:::/, '').replace(/\/.*$/, ''));
    const now = `aws s3api get-bucket-notification-configuration --bucket ${bucket}`;
    return {
      what: `Bucket ${bucket} notifies the bare function: point it at ${aliasArn}.`,
      commands: [
        `aws s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration "$(${now} | sed 's|"${functionArn}"|"${aliasArn}"|')"`,
      ],
    };
  }
  if (principal === 'sns.amazonaws.com' && isOne && sourceArn !== '') {
    return {
      what: `Topic ${sourceArn} has the bare function as its subscriber: subscribe ${aliasArn}, with the same filter policy, then unsubscribe the other.`,
      commands: [
        `aws sns subscribe --topic-arn ${sourceArn} --protocol lambda --notification-endpoint ${aliasArn}`,
        `aws sns list-subscriptions-by-topic --topic-arn ${sourceArn} --query "Subscriptions[?Endpoint=='${functionArn}'].SubscriptionArn"`,
      ],
    };
  }
  const source = sourceArn === '' ? '' : ` (${sourceArn})`;
  return {
    what: `${principal}${source} calls the bare function: point it at ${aliasArn} in its own settings.`,
    commands: [],
  };
}

function ofUrl(authType: string, {alias, functionName}: Place): ByHand {
  return {
    what: `The URL of the bare function (${authType}) stays: one of ${alias} has another address. Make it, let callers use it, then take the old one away.`,
    commands: [
      `aws lambda create-function-url-config --function-name ${functionName} --qualifier ${alias.split(':')[1]} --auth-type ${authType}`,
      `aws lambda delete-function-url-config --function-name ${functionName}`,
    ],
  };
}
