import {formatSteps, type Step} from '../../model/rollout/step.js';
import type {DraftFunction, DraftRollout} from '../project/draft.js';
import {namedSteps} from './codedeploy-steps.js';
import {type Fields, fieldsOf, listOf, textOf} from './fields.js';
import {type StackValues, stackAlarms, stackSteps} from './stack-deployment.js';
import {templateValue} from './template-value.js';

/** A rollout as a template has it, what it was read from, and what it cannot say. */
interface SamRollout {
  readonly rollout: DraftRollout;
  readonly reasons: readonly string[];
  readonly gaps: readonly string[];
}

interface Deployed {
  readonly made: DraftFunction;
  readonly properties: Fields;
}

/**
 * What AutoPublishAlias and DeploymentPreference of functions come to here. A release file has one rollout for all its functions: where
 * they differ, the first one's counts, and that is said.
 */
export function samRollout(found: readonly Deployed[], template: StackValues): SamRollout {
  const gaps: string[] = [];
  const each = found.map(({made, properties}) => rolloutOf(made.key, properties, template, gaps));
  const [first = {}] = each.filter((rollout) => Object.keys(rollout).length > 0);
  if (each.some((rollout) => JSON.stringify(rollout) !== JSON.stringify(each[0]))) {
    gaps.push(
      'The functions have different aliases or deployment preferences; the first one stands for all of them here.',
    );
  }
  const {alias, steps, alarms} = first;
  const reasons = [
    ...(alias === undefined ? [] : [`AutoPublishAlias names the alias: ${alias}.`]),
    ...(steps === undefined ? [] : [`DeploymentPreference gives the steps: ${formatSteps(steps)}.`]),
    ...(alarms === undefined ? [] : [`Its alarms take a version back here too: ${alarms.join(', ')}.`]),
  ];
  return {rollout: first, reasons, gaps};
}

function rolloutOf(key: string, properties: Fields, template: StackValues, gaps: string[]): DraftRollout {
  const {AutoPublishAlias: named, DeploymentPreference: preference} = properties;
  const alias = textOf(templateValue(named, template));
  if (named !== undefined && alias === undefined) {
    gaps.push(
      `${key}: what AutoPublishAlias will be, ${inWords(named)}, is known to the deployment alone; name the alias.`,
    );
  }
  const ofAlias = alias === undefined ? {} : {alias};
  const {Enabled, Type, Alarms, Hooks, TriggerConfigurations} = fieldsOf(preference);
  const isEnabled = Enabled === undefined ? true : templateValue(Enabled, template);
  if (preference === undefined || ['false', 'False', false].some((off) => off === isEnabled)) return ofAlias;
  if (isEnabled === undefined) {
    gaps.push(`${key}: whether its deployment preference counts hangs on ${inWords(Enabled)}; here it does.`);
  }
  const steps = stepsOf(key, Type ?? preference, template, gaps);
  const alarms = stackAlarms(key, Alarms, template, gaps);
  const hooks = Object.entries(fieldsOf(Hooks)).map(([when, hook]) => `${when} ${inWords(hook)}`);
  if (hooks.length > 0) {
    gaps.push(
      `${key}: hooks of CodeDeploy are functions that answer to it (${hooks.join(', ')}); write smoke tests, or a command as hooks.beforePromote.`,
    );
  }
  if (TriggerConfigurations !== undefined) {
    gaps.push(`${key}: TriggerConfigurations tell a topic of SNS; write whom to tell as notify.`);
  }
  return {...ofAlias, ...(steps && {steps}), ...(alarms.length > 0 && {alarms})};
}

function stepsOf(key: string, type: unknown, template: StackValues, gaps: string[]): readonly Step[] | undefined {
  const name = textOf(templateValue(type, template));
  const steps = name === undefined ? stackSteps(type, template) : namedSteps(name);
  if (steps === undefined) {
    gaps.push(
      name === undefined
        ? `${key}: the deployment preference hangs on ${inWords(type)}; write it as steps.`
        : `${key}: the deployment preference ${name} is none of CodeDeploy's own; write it as steps.`,
    );
  }
  return steps;
}

/** A value that only a deployment knows, as the template has it. */
function inWords(value: unknown): string {
  const {Ref, 'Fn::If': choice} = fieldsOf(value);
  if (typeof Ref === 'string') return Ref;
  const [condition, yes, no] = listOf(choice);
  if (condition === undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  return `the condition ${condition} (${inWords(yes)} or ${inWords(no)})`;
}
