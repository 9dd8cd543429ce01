/** All variables as one compact JSON object in UTF-8, braces and names included (AWS Lambda quotas: 4 KB), in bytes. */
export const MAX_ENVIRONMENT_BYTES = 4_096;

/** Lambda API, Environment.Variables: a letter, then at least one letter, digit or underscore. */
export const VARIABLE_NAME = /^[a-zA-Z]\w+$/;
