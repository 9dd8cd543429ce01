import {NotRestoredError, RefusedError, ReleaseError} from '../../errors.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {rolloutStanding} from '../../model/rollout/standing.js';
import {allowsTheSame, type InvokeStatement} from '../../model/trigger/statement.js';
import {toRefusedError} from '../../plan/refusal.js';
import {standingRefusals} from '../../plan/rollout/standing-refusals.js';
import type {TriggerStep, TriggersPlan} from '../../plan/triggers/plan.js';
import {stepText, wayBack} from '../../plan/triggers/way-back.js';
import type {Clock} from '../../ports/clock.js';
import type {EventSink} from '../../ports/events.js';
import type {AliasesPort} from '../../ports/lambda/aliases.js';
import type {ApisPort} from '../../ports/triggers/apis.js';
import type {MappingsPort} from '../../ports/triggers/mappings.js';
import type {PoliciesPort} from '../../ports/triggers/policies.js';
import type {RulesPort} from '../../ports/triggers/rules.js';
import {moveApi} from './move-api.js';
import {moveMapping} from './move-mapping.js';

export interface MoveDeps {
  readonly aliases: AliasesPort;
  readonly callers: {
    readonly apis: ApisPort;
    readonly mappings: MappingsPort;
    readonly policies: PoliciesPort;
    readonly rules: RulesPort;
  };
  readonly clock: Clock;
  readonly events: EventSink;
}

/**
 * Lets the callers of a bare function into its alias, then points them there, one after the other; returns the steps that
 * changed something. What each step finds is read again just before it, and what is done already is not done again. Between two
 * steps every caller calls either the bare function or the alias, so nothing has to be taken back when one fails: that throws
 * NotRestoredError TRIGGERS_HALF_MOVED once a caller has been moved, and what went wrong before that.
 */
export async function moveTriggers(
  deps: MoveDeps,
  plan: TriggersPlan,
  signal: AbortSignal,
): Promise<readonly TriggerStep[]> {
  if (plan.steps.length === 0) return [];
  await requireRest(deps, plan, signal);
  const done: TriggerStep[] = [];
  for (const step of plan.steps) {
    try {
      signal.throwIfAborted();
      if (!(await carryOut(deps, plan, step, signal))) continue;
      done.push(step);
      deps.events.emit({type: 'heartbeat', message: `${formatAliasRef(plan.ref)}: done: ${stepText(step, plan.ref)}`});
    } catch (error) {
      throw halfMoved(deps, plan, {step, done, error}, signal);
    }
  }
  return done;
}

/** Whoever is moved there is to be served by stable alone. */
async function requireRest({aliases}: MoveDeps, {ref}: TriggersPlan, signal: AbortSignal): Promise<void> {
  const alias = await aliases.getAlias(ref, signal);
  if (!alias) {
    throw new RefusedError(`${formatAliasRef(ref)} is gone; no trigger was moved.`, {
      code: 'ALIAS_NOT_FOUND',
      suggestions: [`Make it with a release: lambda-release deploy ${formatAliasRef(ref)} --create --move-triggers`],
    });
  }
  const [first, ...rest] = standingRefusals(alias, rolloutStanding(alias));
  if (first) throw toRefusedError([first, ...rest]);
}

/** False where it was done already. */
async function carryOut(deps: MoveDeps, plan: TriggersPlan, step: TriggerStep, signal: AbortSignal): Promise<boolean> {
  const {ref, functionArn} = plan;
  switch (step.kind) {
    case 'permission':
      return addStatement(deps, plan, step.statement, signal);
    case 'mapping':
      return moveMapping(deps, ref, step, signal);
    case 'api':
      return moveApi(deps, plan, step.change, signal);
    case 'target': {
      const arns = {from: functionArn, to: `${functionArn}:${ref.alias}`};
      const outcome = await deps.callers.rules.pointTarget(step.target, arns, signal);
      if (outcome === 'elsewhere') {
        throw new RefusedError(
          `Target ${step.target.targetId} of rule ${step.target.rule} was changed since the plan: it is not the bare function any more.`,
          {code: 'TRIGGER_CHANGED', suggestions: [`Plan anew: lambda-release doctor ${formatAliasRef(ref)} --fix`]},
        );
      }
      return outcome === 'moved';
    }
  }
}

/** A statement that is refused may be the one of an attempt whose answer was lost: the policy tells. */
async function addStatement(
  {callers: {policies}}: MoveDeps,
  {ref}: TriggersPlan,
  statement: InvokeStatement,
  signal: AbortSignal,
): Promise<boolean> {
  const isThere = async () => {
    const {statements, revisionId} = await policies.readPolicy(ref, signal);
    const same = statements.some((each) => each.beyond === undefined && allowsTheSame(each, statement));
    return {same, revisionId};
  };
  const {same, revisionId} = await isThere();
  if (same) return false;
  try {
    await policies.addStatement(ref, statement, revisionId, signal);
  } catch (error) {
    if (signal.aborted || !(await isThere()).same) throw error;
  }
  return true;
}

interface Failure {
  readonly step: TriggerStep;
  readonly done: readonly TriggerStep[];
  readonly error: unknown;
}

function halfMoved({events}: MoveDeps, plan: TriggersPlan, {step, done, error}: Failure, signal: AbortSignal): unknown {
  const back = [...done].reverse().map((each) => `To go back: ${wayBack(each, plan)}`);
  const name = formatAliasRef(plan.ref);
  const isSaid = error instanceof ReleaseError || (error instanceof Error && signal.aborted);
  if (!isSaid || done.length === 0) return error;
  const did = `Done before: ${done.map((each) => stepText(each, plan.ref)).join('; ')}.`;
  if (signal.aborted || done.every(({kind}) => kind === 'permission')) {
    events.emit({type: 'warning', code: 'TRIGGERS_HALF_MOVED', message: `${name}: ${[did, ...back].join(' ')}`});
    return error;
  }
  return new NotRestoredError(
    `Not every trigger of ${plan.ref.functionName} could be moved to ${name}. Failed: ${stepText(step, plan.ref)}: ${error.message} ${did} Each of them is served by ${name} or, as before, by the bare function.`,
    {
      code: 'TRIGGERS_HALF_MOVED',
      suggestions: [`lambda-release doctor ${name} --fix`, ...back],
      details: {moved: done.map((each) => stepText(each, plan.ref)), failed: stepText(step, plan.ref)},
      traffic: 'mixed',
      cause: error,
    },
  );
}
