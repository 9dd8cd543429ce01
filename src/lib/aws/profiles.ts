import {loadSharedConfigFiles} from '@smithy/core/config';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** Whether the AWS configuration files of this machine have a profile of that name. */
export async function hasProfile(name: string): Promise<boolean> {
  const {configFile, credentialsFile} = await loadSharedConfigFiles();
  return Object.hasOwn(configFile, name) || Object.hasOwn(credentialsFile, name);
}

/** The profiles of the AWS configuration files of this machine. */
export async function profileNames(): Promise<readonly string[]> {
  const {configFile, credentialsFile} = await loadSharedConfigFiles();
  return [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].sort();
}

/**
 * `endpoint_url` of a profile that was named; the SDK for JavaScript only looks at that of AWS_PROFILE, and the AWS CLI at this one too.
 * Variables go before it, as they do there.
 */
export async function endpointOfProfile(name: string, environment: Environment): Promise<string | undefined> {
  const isSaid = Object.keys(environment).some((variable) => /^AWS_(ENDPOINT_URL|IGNORE_CONFIGURED_)/.test(variable));
  if (isSaid) return undefined;
  const {configFile} = await loadSharedConfigFiles();
  return configFile[name]?.endpoint_url;
}
