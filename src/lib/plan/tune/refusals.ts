import {fitsInline} from '../../model/package-limits.js';
import {isCopyOf} from '../../model/tune/copy.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {tenantRefusals} from '../publish/function-refusals.js';
import type {Refusal} from '../refusal.js';
import type {TunePlan} from './plan.js';

/** What stops a measurement before anything is made. `there` is what is called as the copy would be. */
export function tuneRefusals(plan: TunePlan, there: FunctionConfiguration | undefined): readonly Refusal[] {
  const {version} = plan;
  const name = `${version.functionName}:${version.version}`;
  const tenants = {who: 'tune names none', suggestion: `Call it by itself: lambda-release invoke ${name}`};
  return [...kinds(version, name), ...tenantRefusals(version, tenants), ...codes(version, name), ...taken(plan, there)];
}

function kinds(version: FunctionConfiguration, name: string): readonly Refusal[] {
  const {capacityProviderArn, isDurable, environmentUnreadable} = version;
  const refusals: Refusal[] = [];
  const settings = `aws lambda get-function-configuration --function-name ${name}`;
  if (capacityProviderArn !== undefined) {
    refusals.push({
      code: 'CAPACITY_PROVIDER',
      message: `${name} runs on the capacity provider ${capacityProviderArn}, whose instances cost by the hour and not by the call: sizes cannot be compared by calls.`,
      suggestions: [`See what it has: ${settings}`],
    });
  }
  if (isDurable) {
    refusals.push({
      code: 'DURABLE_FUNCTION',
      message: `${name} is durable: a call may wait for days, and its time is no measure of its memory.`,
      suggestions: [`See what it has: ${settings}`],
    });
  }
  if (environmentUnreadable !== undefined) {
    refusals.push({
      code: 'ENVIRONMENT_UNREADABLE',
      message: `AWS could not decrypt the environment of ${name} for you (${environmentUnreadable}), so no copy can have it.`,
      suggestions: [`Let this role decrypt with the function's key (kms:Decrypt), then look: ${settings}`],
    });
  }
  return refusals;
}

function codes(
  {zippedBytes, packageType, codeInS3, imageUri}: FunctionConfiguration,
  name: string,
): readonly Refusal[] {
  const isImage = packageType === 'Image';
  if (isImage ? imageUri !== undefined : codeInS3 === undefined && fitsInline(zippedBytes)) return [];
  const why = isImage
    ? 'AWS does not say which image it runs'
    : codeInS3 === undefined
      ? 'its package is larger than the 50 MB that travel with a request'
      : `its code lies in ${codeInS3} and not with Lambda (REFERENCE)`;
  return [
    {
      code: 'CODE_NOT_COPIED',
      message: `tune makes a copy of ${name}, and ${why}.`,
      suggestions: [
        'Move what is large into a layer: see docs/layers.md.',
        `See what weighs what: lambda-release versions list ${name.split(':')[0]}`,
      ],
    },
  ];
}

function taken({version, copy}: TunePlan, there: FunctionConfiguration | undefined): readonly Refusal[] {
  if (there === undefined) return [];
  if (!isCopyOf(version.functionName, there.description)) return [nameTaken(version.functionName, copy)];
  return [
    {
      code: 'TUNE_UNDER_WAY',
      message: `${copy} is there since ${there.lastModified}: somebody else is trying sizes of ${version.functionName}, or a process that did was killed.`,
      suggestions: [`If nobody is, take it away: lambda-release tune ${version.functionName} --clean`],
    },
  ];
}

/** A function is in the way that has the name of a copy, and is none. */
export function nameTaken(original: string, copy: string): Refusal {
  return {
    code: 'COPY_NAME_TAKEN',
    message: `There is a function ${copy}, and it is no copy of ${original} that tune has made.`,
    suggestions: [`See whose it is: aws lambda get-function-configuration --function-name ${copy}`],
  };
}
