import type {Conviction} from '../../model/alias/conviction.js';
import {type AliasRef, formatAliasRef} from '../../model/function/ref.js';
import type {FunctionConfiguration} from '../../ports/lambda/functions.js';
import {isSameRelease} from '../publish/same-release.js';
import type {Refusal} from '../refusal.js';

/** What is to be released: a version, or `$LATEST` as it will be; `contentDigest` where no note says it yet. */
export interface WantedRelease {
  readonly configuration: FunctionConfiguration;
  readonly contentDigest?: string;
}

/** A version that was convicted, with what it is. */
export interface ConvictedVersion {
  readonly conviction: Conviction;
  readonly configuration: FunctionConfiguration;
}

/** Objections against releasing by itself once more what was convicted: the same code, configuration and layers by whatever number. */
export function convictedRefusals(
  ref: AliasRef,
  {configuration, contentDigest}: WantedRelease,
  convicted: readonly ConvictedVersion[],
): readonly Refusal[] {
  const same = convicted.find((each) => isSameRelease(configuration, each.configuration, contentDigest));
  if (!same) return [];
  const {version, at, reason} = same.conviction;
  const name = formatAliasRef(ref);
  const itself = configuration.version === version ? `Version ${version}` : `The same as version ${version}, which`;
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  return [
    {
      code: 'CONVICTED_BEFORE',
      message: `${itself} was taken back from ${name} at ${when}${reason === undefined ? '.' : `: ${reason}`}`,
      suggestions: [
        `To release it all the same: lambda-release rollout start ${name} ${version} --retry`,
        'Or add --retry to the command you gave.',
        `What became of each version: lambda-release history ${name}`,
      ],
      details: {functionName: ref.functionName, alias: ref.alias, version, at, ...(reason !== undefined && {reason})},
    },
  ];
}
