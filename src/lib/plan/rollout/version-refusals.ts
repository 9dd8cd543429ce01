import type {Version} from '../../model/versions/version.js';
import type {ObservedRollout} from '../../observe/rollout/rollout.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';

/** Objections against sending traffic to a version: it does not exist, is `$LATEST`, or is not Active. */
export function versionRefusals(observed: ObservedRollout, version: Version): readonly Refusal[] {
  const {functionName} = observed.ref;
  if (!observed.functionExists) {
    return [
      {
        code: 'FUNCTION_NOT_FOUND',
        message: `There is no function ${functionName} in this account and region.`,
        suggestions: ['Look at the name, --region and --profile.', 'List functions: aws lambda list-functions'],
      },
    ];
  }
  if (version.startsWith('$LATEST')) {
    return [
      {
        code: 'LATEST_NOT_ALLOWED',
        message: `${functionName}: ${version} changes under its callers; only published versions are released.`,
        suggestions: [`Publish a version first: lambda-release publish ${functionName}`],
      },
    ];
  }
  const configuration = observed.versions.get(version);
  if (!configuration) {
    return [
      {
        code: 'VERSION_NOT_FOUND',
        message: `${functionName} has no version ${version}.`,
        suggestions: [
          `Publish it first: lambda-release publish ${functionName}`,
          `See what there is: ${listCommand(functionName)}`,
        ],
      },
    ];
  }
  return isActive(configuration) ? [] : [notActive(configuration)];
}

/** Whether two versions can only be behind the alias one after the other; unknown ones are tried. */
export function apartness(
  stable: FunctionConfiguration | undefined,
  candidate: FunctionConfiguration | undefined,
): {readonly apart?: true} {
  return stable && candidate && pairRefusals(stable, candidate).length > 0 ? {apart: true} : {};
}

/** Objections against two versions behind one alias: AWS wants one role and one dead-letter target (LDG "Alias routing"). */
export function pairRefusals(stable: FunctionConfiguration, candidate: FunctionConfiguration): readonly Refusal[] {
  const differences = [
    stable.role === candidate.role ? undefined : `role (${stable.role} and ${candidate.role})`,
    stable.deadLetterTargetArn === candidate.deadLetterTargetArn
      ? undefined
      : `dead-letter target (${stable.deadLetterTargetArn ?? 'none'} and ${candidate.deadLetterTargetArn ?? 'none'})`,
  ].filter((difference) => difference !== undefined);
  if (differences.length === 0) return [];
  const {functionName} = candidate;
  return [
    {
      code: 'VERSIONS_DIFFER',
      message: `Versions ${stable.version} and ${candidate.version} of ${functionName} cannot share an alias, they differ in ${differences.join(' and ')}.`,
      suggestions: [
        `Publish version ${stable.version}'s code with the new setting first, move all traffic to that at once, then roll out the new code.`,
        'Or move all traffic at once: add --steps all-at-once',
        `Or without a watch: lambda-release shift ${functionName}:ALIAS ${candidate.version}`,
      ],
      details: {stable: stable.version, candidate: candidate.version},
    },
  ];
}

/** The command that shows a function's versions. */
export function listCommand(functionName: string): string {
  return `lambda-release versions list ${functionName}`;
}

/** AWS adds states; only Active ones serve at once. One that reports no state is not held back. */
export function isActive(configuration: FunctionConfiguration): boolean {
  return configuration.state === undefined || configuration.state === 'Active';
}

function notActive({functionName, version, state, stateReason}: FunctionConfiguration): Refusal {
  const reason = stateReason ? ` (${stateReason})` : '';
  return {
    code: 'VERSION_NOT_ACTIVE',
    message: `Version ${version} of ${functionName} is ${state}, not Active${reason}.`,
    suggestions: [
      state === 'Inactive'
        ? `Invoke it once and wait until it is Active: aws lambda invoke --function-name ${functionName}:${version} /dev/null`
        : `Wait until it is Active: aws lambda wait published-version-active --function-name ${functionName} --qualifier ${version}`,
    ],
    details: {version, state},
  };
}
