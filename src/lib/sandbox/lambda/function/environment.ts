import {invalid} from '../failure.js';
import {Violations} from '../violations.js';

const maxBytes = 4096;

const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

const refusal =
  'Lambda was unable to configure your environment variables because the environment variables you have provided';

/**
 * Names, reserved names, and the 4 KB measured on the compact JSON in UTF-8 bytes. Like AWS's, the size error echoes the
 * whole environment: clients must redact it.
 */
export function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const violations = new Violations();
  if (names.some((name) => !/^[a-zA-Z]([a-zA-Z0-9_])+$/.test(name))) {
    violations.add(
      variables,
      'environment.variables',
      'Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]',
    );
  }
  const taken = names.filter((name) => reserved.has(name));
  if (taken.length > 0) {
    throw invalid(
      `${refusal} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${taken.join(', ')}`,
    );
  }
  violations.throwIfAny();
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > maxBytes) {
    throw invalid(`${refusal} exceeded the 4KB limit. String measured: ${measured}`);
  }
}
