import type {LambdaFunction, ProvisionedConfig} from '../state.js';
import type {LambdaWorld} from '../world.js';

/** Starts provisioning on an alias or version: IN_PROGRESS, READY after the update delay. */
export function startProvisioning(
  world: LambdaWorld,
  lambda: LambdaFunction,
  qualifier: string,
  requested: number,
): ProvisionedConfig {
  const config: ProvisionedConfig = {requested, status: 'IN_PROGRESS', lastModifiedMs: world.clock.now()};
  lambda.provisioned.set(qualifier, config);
  world.transitions.schedule(() => {
    config.status = 'READY';
    config.lastModifiedMs = world.clock.now();
  });
  return config;
}
