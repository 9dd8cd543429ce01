import {type AliasRef, formatAliasRef} from '../../../model/function/ref.js';
import type {ByHand} from '../../../plan/triggers/by-hand.js';
import type {TriggerStep, TriggersPlan} from '../../../plan/triggers/plan.js';
import {stepText, wayBack} from '../../../plan/triggers/way-back.js';

/** What became, or would become, of the triggers of one function. */
export interface TriggersReport extends AliasRef {
  readonly dryRun: boolean;
  readonly changed: boolean;
  /** In the order they are carried out. */
  readonly steps: readonly TriggerReport[];
  /** What is left to a person. */
  readonly byHand: readonly ByHand[];
}

interface TriggerReport {
  readonly kind: TriggerStep['kind'];
  readonly what: string;
  /** The command that undoes it. */
  readonly back: string;
}

/** `done`: the steps that changed something; of a dry run none. */
export function toTriggersReport(plan: TriggersPlan, done: readonly TriggerStep[] | undefined): TriggersReport {
  const steps = (done ?? plan.steps).map((step) => ({
    kind: step.kind,
    what: stepText(step, plan.ref),
    back: wayBack(step, plan),
  }));
  const dryRun = done === undefined;
  return {...plan.ref, dryRun, changed: !dryRun && steps.length > 0, steps, byHand: plan.byHand};
}

/** The plan before it is asked for. */
export function triggersPlanText(plan: TriggersPlan): string {
  return triggersText(toTriggersReport(plan, undefined));
}

/** For people: the steps, how each is undone, and what is left to do. */
export function triggersText({dryRun, steps, byHand, ...ref}: TriggersReport): string {
  const name = formatAliasRef(ref);
  const none = dryRun
    ? `No trigger of ${ref.functionName} has to be moved to ${name}.`
    : `No trigger had to be moved to ${name}.`;
  const head =
    steps.length === 0
      ? none
      : dryRun
        ? `Triggers of ${ref.functionName} that come to ${name}:`
        : `Triggers moved to ${name}:`;
  const lines = steps.flatMap(({what, back}, index) => [`  ${index + 1}. ${what}`, `      back: ${back}`]);
  // A permission that goes first would leave its caller shut out.
  const order =
    steps.length > 1 ? ['Going back, begin with the last: callers first, what lets them in after them.'] : [];
  const left = byHand.flatMap(({what, commands}) => [`  • ${what}`, ...commands.map((command) => `      ${command}`)]);
  return [head, ...lines, ...order, ...(left.length === 0 ? [] : ['Left to you:', ...left])].join('\n');
}
