import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import {isTrigger} from '../../model/trigger/is-trigger.js';
import {allowsTheSame, type InvokeStatement, letsApiIn, type PolicyStatement} from '../../model/trigger/statement.js';
import type {ObservedTriggers} from '../../observe/triggers/triggers.js';
import type {RuleTarget} from '../../ports/triggers/rules.js';
import type {Planned, Refusal} from '../refusal.js';
import {standingRefusals} from '../rollout/standing-refusals.js';
import {apisByHand} from './api-by-hand.js';
import {type ApiStep, apiSteps} from './api-steps.js';
import {type ByHand, byHandOf} from './by-hand.js';

/** One write. Permissions come first: whoever is pointed at the alias has to be let in there. */
export type TriggerStep =
  | {readonly kind: 'permission'; readonly statement: InvokeStatement}
  | {readonly kind: 'target'; readonly target: RuleTarget}
  | {readonly kind: 'api'; readonly change: ApiStep}
  | {readonly kind: 'mapping'; readonly uuid: string; readonly source: string};

/** How the callers of a bare function come to call its alias. */
export interface TriggersPlan {
  readonly ref: AliasRef;
  readonly functionArn: string;
  readonly steps: readonly TriggerStep[];
  readonly byHand: readonly ByHand[];
}

const API_STATEMENT = {action: 'lambda:InvokeFunction', principal: 'apigateway.amazonaws.com'} as const;

/** `createsAlias`: the alias is made before any of it is carried out. */
export function planTriggers(
  observed: ObservedTriggers,
  {createsAlias = false}: {readonly createsAlias?: boolean} = {},
): Planned<TriggersPlan> {
  const {ref, functionArn, alias, standing} = observed;
  const target = {functionArn: functionArn ?? '', alias: ref.alias};
  const ofApis = observed.apis.served.flatMap((api) => apiSteps(api, target));
  const steps = [...permissionSteps(observed, ofApis), ...callerSteps(observed, ofApis)];
  const plan = {
    ref,
    functionArn: target.functionArn,
    steps,
    byHand: [...apisByHand(observed, ofApis), ...byHandOf(observed)],
  };
  if (steps.length === 0) return {ok: true, plan};
  const refusals = [
    ...(alias || createsAlias ? [] : [noAlias(ref)]),
    ...(alias ? standingRefusals(alias, standing) : []),
  ];
  const [first, ...rest] = refusals;
  return first ? {ok: false, refusals: [first, ...rest]} : {ok: true, plan};
}

/** Those that the alias lacks, under their own name as far as it is free there, and one for each call of an API without any. */
function permissionSteps(
  {statements, statementsOfAlias}: ObservedTriggers,
  ofApis: readonly ApiStep[],
): readonly TriggerStep[] {
  const taken = new Set(statementsOfAlias.map(({statementId}) => statementId));
  const there: InvokeStatement[] = [...statementsOfAlias.filter(({beyond}) => beyond === undefined)];
  const steps: TriggerStep[] = [];
  for (const {beyond, ...statement} of statements) {
    if (beyond !== undefined || !isTrigger(statement) || there.some((each) => allowsTheSame(each, statement))) continue;
    const named = {...statement, statementId: freeId(statement, taken)};
    taken.add(named.statementId);
    there.push(named);
    steps.push({kind: 'permission', statement: named});
  }
  for (const {api, sources} of ofApis) {
    for (const sourceArn of sources) {
      if (there.some((each) => letsApiIn(each, sourceArn))) continue;
      const statement = {...API_STATEMENT, statementId: freeId({statementId: `api-${api.apiId}`}, taken), sourceArn};
      taken.add(statement.statementId);
      there.push(statement);
      steps.push({kind: 'permission', statement});
    }
  }
  return steps;
}

function freeId({statementId}: Pick<PolicyStatement, 'statementId'>, taken: ReadonlySet<string>): string {
  const own = statementId === '' ? 'caller' : statementId;
  if (!taken.has(own)) return own;
  // A statement id has 100 characters at most.
  for (let number = 2; ; number++) {
    const id = `${own.slice(0, 96)}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function callerSteps(
  {targets, mappings, sourcesOfAlias}: ObservedTriggers,
  ofApis: readonly ApiStep[],
): readonly TriggerStep[] {
  return [
    ...targets.map((target): TriggerStep => ({kind: 'target', target})),
    ...ofApis.map((change): TriggerStep => ({kind: 'api', change})),
    ...mappings
      .filter(({sourceArn}) => sourceArn === undefined || !sourcesOfAlias.has(sourceArn))
      .map(({uuid, sourceArn = 'self-managed'}): TriggerStep => ({kind: 'mapping', uuid, source: sourceArn})),
  ];
}

function noAlias(ref: AliasRef): Refusal {
  const name = formatAliasRef(ref);
  return {
    code: 'ALIAS_NOT_FOUND',
    message: `${ref.functionName} has no alias "${ref.alias}" that its triggers could be moved to.`,
    suggestions: [
      `Make it with a release, and move them with it: lambda-release deploy ${name} --create --move-triggers`,
    ],
  };
}
