import {MAX_ENVIRONMENT_BYTES, VARIABLE_NAME} from '../../model/function/environment-limits.js';
import type {ObservedFunction} from '../../observe/publish/function.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';
import {environmentBytes} from './configuration.js';
import {functionRefusals} from './function-refusals.js';
import {packageTypeRefusals} from './package-type.js';
import {sizeRefusals} from './size-refusals.js';
import {snapshotRefusals} from './snapshot-refusals.js';
import type {PublishSpec} from './spec.js';

/** Everything that speaks against publishing, before anything is sent. */
export function publishRefusals(spec: PublishSpec, observed: ObservedFunction): readonly Refusal[] {
  return [
    ...sizeRefusals(spec),
    ...(observed.latest === undefined
      ? [...creationRefusals(spec), ...environmentSizeRefusals(spec.functionName, spec.configuration.environment ?? {})]
      : [
          ...packageTypeRefusals(spec.package.image ? 'Image' : 'Zip', observed.latest),
          ...functionRefusals(observed.latest),
          ...snapshotRefusals(spec.configuration, observed.latest),
          ...environmentRefusals(spec, observed.latest),
        ]),
    ...nameRefusals(spec),
  ];
}

function creationRefusals(spec: PublishSpec): Refusal[] {
  if (!spec.create) {
    return [
      {
        code: 'FUNCTION_NOT_FOUND',
        message: `There is no function ${spec.functionName} in this region and account.`,
        suggestions: [
          'See that the name, --region and the account are the right ones: aws lambda list-functions',
          `Create it: lambda-release publish ${spec.functionName} --create --role ARN`,
        ],
      },
    ];
  }
  const fields = spec.package.image ? (['role'] as const) : (['role', 'runtime', 'handler'] as const);
  const missing = fields.filter((field) => !spec.configuration[field]);
  if (missing.length === 0) return [];
  return [
    {
      code: 'CREATE_INCOMPLETE',
      message: `To create ${spec.functionName}, Lambda needs its ${missing.join(', ')}.`,
      suggestions: [
        `Pass ${missing.map((field) => `--${field}`).join(', ')}, or write ${missing.join(', ')} under functions.${spec.functionName} in the release file.`,
      ],
      details: {missing},
    },
  ];
}

/** AWS refuses them as well, but only after the code has gone up, and with the values in its message. */
function nameRefusals(spec: PublishSpec): Refusal[] {
  const names = Object.keys(spec.configuration.environment ?? {}).filter((name) => !VARIABLE_NAME.test(name));
  if (names.length === 0) return [];
  return [
    {
      code: 'ENVIRONMENT_NAME_INVALID',
      message: `Lambda takes no environment variable of this name: ${names.sort().join(', ')}.`,
      suggestions: ['Begin with a letter and go on with at least one letter, digit or underscore.'],
      details: {names},
    },
  ];
}

function environmentRefusals(spec: PublishSpec, latest: FunctionConfiguration): Refusal[] {
  const wanted = spec.configuration.environment;
  if (wanted === undefined) return [];
  if (latest.environmentUnreadable !== undefined && spec.environmentMode !== 'replace') {
    return [
      {
        code: 'ENVIRONMENT_UNREADABLE',
        message: `AWS cannot decrypt the environment of ${latest.functionName} (${latest.environmentUnreadable}); merging into it would delete every variable that is there.`,
        suggestions: ['Allow kms:Decrypt on the key of the function to the caller.'],
      },
    ];
  }
  return environmentSizeRefusals(
    latest.functionName,
    spec.environmentMode === 'replace' ? wanted : {...latest.environment, ...wanted},
  );
}

function environmentSizeRefusals(functionName: string, environment: Readonly<Record<string, string>>): Refusal[] {
  const bytes = environmentBytes(environment);
  if (bytes <= MAX_ENVIRONMENT_BYTES) return [];
  return [
    {
      code: 'ENVIRONMENT_TOO_LARGE',
      message: `The environment of ${functionName} would be ${bytes} bytes as JSON; Lambda takes ${MAX_ENVIRONMENT_BYTES}.`,
      suggestions: ['Move large values to Parameter Store or Secrets Manager and keep their names here.'],
      details: {bytes, limit: MAX_ENVIRONMENT_BYTES, names: Object.keys(environment).sort()},
    },
  ];
}
