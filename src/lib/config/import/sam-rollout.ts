import {ParseError} from '../../model/parse-error.js';
import {formatSteps, parseSteps, type Step} from '../../model/rollout/step.js';
import type {DraftFunction, DraftRollout} from '../project/draft.js';
import {type Fields, fieldsOf, listOf, textOf} from './fields.js';
import {type TemplateValues, templateValue} from './template-value.js';

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

/** Presets of CodeDeploy for Lambda, as SAM writes them. */
const CANARY = /^(?:CodeDeployDefault\.Lambda)?Canary(\d+)Percent(\d+)Minutes$/;
const LINEAR = /^(?:CodeDeployDefault\.Lambda)?Linear(\d+)PercentEvery(\d+)Minutes?$/;
const AT_ONCE = /^(?:CodeDeployDefault\.Lambda)?AllAtOnce$/;

/**
 * What AutoPublishAlias and DeploymentPreference of functions come to here. A release file has one rollout for all its functions: where
 * they differ, the first one's counts, and that is said.
 */
export function samRollout(
  found: readonly Deployed[],
  template: TemplateValues & {readonly resources: Fields},
): SamRollout {
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

function rolloutOf(
  key: string,
  properties: Fields,
  template: TemplateValues & {readonly resources: Fields},
  gaps: string[],
): DraftRollout {
  const alias = textOf(templateValue(properties.AutoPublishAlias, template));
  const preference = fieldsOf(properties.DeploymentPreference);
  if (preference.Enabled === false) return alias === undefined ? {} : {alias};
  const type = textOf(templateValue(preference.Type, template));
  const steps = type === undefined ? undefined : stepsOf(type);
  if (type !== undefined && steps === undefined) {
    gaps.push(`${key}: the deployment preference ${type} is none of CodeDeploy's own; write it as steps.`);
  }
  const listed = listOf(preference.Alarms).map((alarm) => ({alarm, name: alarmName(alarm, template)}));
  const alarms = listed.flatMap(({name}) => name ?? []);
  for (const {alarm, name} of listed) {
    if (name === undefined) {
      gaps.push(
        `${key}: the name of the alarm ${JSON.stringify(alarm)} is known to the deployment alone; write it under analysis.alarms.`,
      );
    }
  }
  if (preference.Hooks !== undefined) {
    gaps.push(
      `${key}: hooks of CodeDeploy are functions that answer to it; write smoke tests, or a command as hooks.beforePromote.`,
    );
  }
  return {...(alias !== undefined && {alias}), ...(steps && {steps}), ...(alarms.length > 0 && {alarms})};
}

function stepsOf(type: string): readonly Step[] | undefined {
  const [, canary, minutes] = CANARY.exec(type) ?? [];
  const [, linear, every] = LINEAR.exec(type) ?? [];
  if (AT_ONCE.test(type)) return [];
  const preset = canary ? `canary-${canary}-${minutes}m` : linear ? `linear-${linear}-${every}m` : undefined;
  try {
    return preset === undefined ? undefined : parseSteps(preset);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

/** The name of an alarm that the template makes or names. */
function alarmName(alarm: unknown, template: TemplateValues & {readonly resources: Fields}): string | undefined {
  const {Ref} = fieldsOf(alarm);
  const {Type, Properties} = fieldsOf(template.resources[String(Ref)]);
  const named = Type === 'AWS::CloudWatch::Alarm' ? fieldsOf(Properties).AlarmName : alarm;
  return textOf(templateValue(named, template));
}
