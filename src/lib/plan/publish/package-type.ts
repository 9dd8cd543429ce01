import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import type {Refusal} from '../refusal.js';

/** What Lambda calls the two ways code comes in. */
export type PackageType = 'Zip' | 'Image';

/** Says that a function is of another type than what is to be released: Lambda never changes it (LDG "Create a Lambda function using a container image"). */
export function packageTypeRefusals(
  wanted: PackageType,
  {functionName, packageType}: FunctionConfiguration,
): readonly Refusal[] {
  if (packageType === wanted) return [];
  const instead =
    wanted === 'Image' ? 'name its code: --source dist, or source' : 'name its image: --image URI, or image';
  return [
    {
      code: 'PACKAGE_TYPE',
      message: `${functionName} is a function of package type ${packageType}, and what is to be released is of type ${wanted}; Lambda cannot change the type of a function.`,
      suggestions: [
        `To release the function as it is, ${instead} under functions.${functionName} in the release file.`,
        'To change the type, create a function of another name with --create, lead its callers there, and delete this one.',
      ],
      details: {packageType, wanted},
    },
  ];
}
