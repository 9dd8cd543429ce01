import type {AliasState} from '../../model/alias/state.js';
import {type AliasRef, functionArnOf} from '../../model/function/ref.js';
import {type RolloutStanding, rolloutStanding} from '../../model/rollout/standing.js';
import type {PolicyStatement} from '../../model/trigger/statement.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {FunctionsPort} from '../../ports/lambda/functions.js';
import type {EventSource, TriggersPort} from '../../ports/lambda/triggers.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {PoliciesPort} from '../../ports/triggers/policies.js';
import type {RulesPort, RuleTarget} from '../../ports/triggers/rules.js';
import {readLivingAlias} from '../rollout/living-alias.js';
import {type ObservedServedApis, observeServedApis} from './apis.js';

/** What calls a function without its alias, beside what the alias has already. */
export interface ObservedTriggers {
  readonly ref: AliasRef;
  /** ARN of the bare function; absent when there is none. */
  readonly functionArn?: string;
  /** Absent when there is no such alias. */
  readonly alias?: AliasState;
  readonly standing: RolloutStanding;
  /** Enabled ones of the bare function. */
  readonly mappings: readonly EventSource[];
  /** ARNs of the sources that are mapped to the alias already. */
  readonly sourcesOfAlias: ReadonlySet<string>;
  /** How the URL of the bare function lets callers in; absent when it has none. */
  readonly url?: string;
  /** Of the bare function. */
  readonly statements: readonly PolicyStatement[];
  readonly statementsOfAlias: readonly PolicyStatement[];
  /** Targets of rules that are the bare function. */
  readonly targets: readonly RuleTarget[];
  /** APIs that the policies of the function and of the alias let in. */
  readonly apis: ObservedServedApis;
}

export interface TriggersDeps {
  readonly aliases: AliasesPort;
  readonly functions: FunctionsPort;
  readonly triggers: TriggersPort;
  readonly callers: {readonly apis: ApisPort; readonly policies: PoliciesPort; readonly rules: RulesPort};
}

/** EventBridge is asked only where the function's policy lets its rules in: without that none of them gets through. */
const RULES = 'events.amazonaws.com';

/** Reads what calls the bare function. A function that is not there has none of it. Throws AwsError. */
export async function observeTriggers(
  deps: TriggersDeps,
  ref: AliasRef,
  signal?: AbortSignal,
): Promise<ObservedTriggers> {
  const {functionName, alias: name} = ref;
  const {policies, rules} = deps.callers;
  const latest = await deps.functions.getFunction(functionName, undefined, signal);
  if (!latest) {
    const apis = {routes: [], served: [], unread: []};
    const none = {mappings: [], statements: [], statementsOfAlias: [], targets: [], apis};
    return {ref, standing: {kind: 'idle'}, sourcesOfAlias: new Set(), ...none};
  }
  const functionArn = functionArnOf(latest.arn);
  const alias = await readLivingAlias(deps, ref, signal);
  const sources = await deps.triggers.listEventSources(signal);
  const own = sources.filter((source) => source.functionName === functionName);
  const url = await deps.triggers.urlAuthType(functionName, signal);
  const {statements} = await policies.readPolicy({functionName}, signal);
  const {statements: statementsOfAlias} = alias
    ? await policies.readPolicy({functionName, alias: name}, signal)
    : {statements: []};
  const ofRules = statements.filter(({principal}) => principal === RULES);
  const buses = [...new Set(['default', ...ofRules.flatMap(({sourceArn}) => busOf(sourceArn))])];
  return {
    ref,
    functionArn,
    ...(alias && {alias}),
    standing: alias ? rolloutStanding(alias) : {kind: 'idle'},
    mappings: own.filter(({qualifier, isEnabled}) => qualifier === undefined && isEnabled),
    sourcesOfAlias: new Set(
      own.flatMap(({qualifier, sourceArn}) => (qualifier === name && sourceArn ? [sourceArn] : [])),
    ),
    ...(url !== undefined && {url}),
    statements,
    statementsOfAlias,
    targets: ofRules.length === 0 ? [] : await rules.targetsAt(functionArn, buses, signal),
    apis: await observeServedApis(deps, {functionArn, statements: [...statements, ...statementsOfAlias]}, signal),
  };
}

/** `arn:aws:events:<region>:<account>:rule/<bus>/<name>`; a rule of the default bus has no bus in its ARN. */
function busOf(ruleArn = ''): readonly string[] {
  const [, bus, rule] = ruleArn.split(':').slice(5).join(':').split('/');
  return bus === undefined || rule === undefined || bus.includes('*') ? [] : [bus];
}
