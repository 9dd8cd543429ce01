import {ParseError} from '../../model/parse-error.js';
import {parseSteps, type Step} from '../../model/rollout/step.js';
import {numberOf} from './fields.js';

/** Configurations of CodeDeploy for Lambda by their names: its own (CodeDeployDefault.Lambda…), and as SAM shortens them. */
const CANARY = /^(?:CodeDeployDefault\.Lambda)?Canary(\d+)Percent(\d+)Minutes$/;
const LINEAR = /^(?:CodeDeployDefault\.Lambda)?Linear(\d+)PercentEvery(\d+)Minutes?$/;
const AT_ONCE = /^(?:CodeDeployDefault\.Lambda)?AllAtOnce$/;

/** Numbers of a configuration of CodeDeploy; anything may stand in them. */
interface TimeBased {
  readonly percentage?: unknown;
  /** Minutes. */
  readonly interval?: unknown;
}

/** The steps that a configuration of CodeDeploy's own names; nothing for another one, of which only its maker knows the numbers. */
export function namedSteps(configuration: string): readonly Step[] | undefined {
  const [, canary, minutes] = CANARY.exec(configuration) ?? [];
  const [, linear, every] = LINEAR.exec(configuration) ?? [];
  if (AT_ONCE.test(configuration)) return [];
  if (canary !== undefined) return stepsOf('canary', {percentage: canary, interval: minutes});
  return linear === undefined ? undefined : stepsOf('linear', {percentage: linear, interval: every});
}

/**
 * The steps of a configuration somebody made (CreateDeploymentConfig, trafficRoutingConfig: TimeBasedCanary, TimeBasedLinear or
 * AllAtOnce, in whole percents and minutes). Nothing where its numbers are none that steps may have.
 */
export function routedSteps(type: unknown, canary: TimeBased, linear: TimeBased): readonly Step[] | undefined {
  if (type === 'AllAtOnce') return [];
  if (type === 'TimeBasedCanary') return stepsOf('canary', canary);
  return type === 'TimeBasedLinear' ? stepsOf('linear', linear) : undefined;
}

function stepsOf(preset: 'canary' | 'linear', {percentage, interval}: TimeBased): readonly Step[] | undefined {
  const [percent, minutes] = [numberOf(percentage), numberOf(interval)];
  if (percent === undefined || minutes === undefined) return undefined;
  try {
    return parseSteps(`${preset}-${percent}-${minutes}m`);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
