import type {Step} from '../../model/rollout/step.js';
import {namedSteps, routedSteps} from './codedeploy-steps.js';
import {type Fields, fieldsOf, listOf, textOf} from './fields.js';
import {type TemplateValues, templateValue} from './template-value.js';

/** What a template says by itself, and its resources by their logical ids. */
export interface StackValues extends TemplateValues {
  readonly resources: Fields;
}

/** The resource of this type that a value of the template refers to: its logical id and its properties. */
export function referredTo(
  value: unknown,
  type: string,
  {resources}: StackValues,
): {readonly id: string; readonly properties: Fields} | undefined {
  const {Ref, 'Fn::GetAtt': attribute} = fieldsOf(value);
  const id = textOf(Ref) ?? textOf(listOf(attribute)[0]);
  const {Type, Properties} = fieldsOf(id === undefined ? undefined : resources[id]);
  return id !== undefined && Type === type ? {id, properties: fieldsOf(Properties)} : undefined;
}

/** The steps of a configuration of CodeDeploy, by its name or as the template makes it; nothing where they cannot be told. */
export function stackSteps(configuration: unknown, template: StackValues): readonly Step[] | undefined {
  const name = textOf(templateValue(configuration, template));
  if (name !== undefined) return namedSteps(name);
  const made = referredTo(configuration, 'AWS::CodeDeploy::DeploymentConfig', template);
  const {Type, TimeBasedCanary, TimeBasedLinear} = fieldsOf(
    templateValue(made?.properties.TrafficRoutingConfig, template),
  );
  const [canary, linear] = [fieldsOf(TimeBasedCanary), fieldsOf(TimeBasedLinear)];
  return routedSteps(
    Type,
    {percentage: canary.CanaryPercentage, interval: canary.CanaryInterval},
    {percentage: linear.LinearPercentage, interval: linear.LinearInterval},
  );
}

/** Names of alarms, given or made by the template; a name that only the deployment knows is told in `gaps`. */
export function stackAlarms(key: string, alarms: unknown, template: StackValues, gaps: string[]): readonly string[] {
  if (alarms !== undefined && !Array.isArray(alarms)) {
    gaps.push(`${key}: which alarms count is known to the deployment alone; write their names under analysis.alarms.`);
  }
  return listOf(alarms).flatMap((alarm) => {
    const made = referredTo(alarm, 'AWS::CloudWatch::Alarm', template);
    const name = textOf(templateValue(made ? made.properties.AlarmName : alarm, template));
    if (name === undefined && fieldsOf(alarm).Ref !== 'AWS::NoValue') {
      gaps.push(
        `${key}: the name of the alarm ${JSON.stringify(alarm)} is known to the deployment alone; write it under analysis.alarms.`,
      );
    }
    return name ?? [];
  });
}
