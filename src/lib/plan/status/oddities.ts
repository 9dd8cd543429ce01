import type {AliasState} from '../../model/alias/state.js';
import {formatAliasRef, placeOf} from '../../model/function/ref.js';
import {costOfProvisioned, formatUsd} from '../../model/price/cost.js';
import {PRICES_OF} from '../../model/price/price-table.js';
import {describeRouting, rolloutStanding} from '../../model/rollout/standing.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import type {ObservedFunctionStatus} from '../../observe/status/status.js';
import {isActive} from '../rollout/version-refusals.js';

/** Something about a function that a person on call would want to know of. */
export interface Oddity {
  /** Stable, machine-readable name, SCREAMING_SNAKE_CASE. */
  readonly code: string;
  readonly message: string;
  readonly wayOut: string;
}

/** Everything odd about a function, its aliases, their versions and its triggers. */
export function findOddities(observed: ObservedFunctionStatus): readonly Oddity[] {
  return [
    ...functionOddities(observed),
    ...observed.aliases.flatMap((alias) => [...aliasOddities(alias), ...versionOddities(alias, observed)]),
    ...provisionedOddities(observed),
    ...idleOddities(observed),
    ...triggerOddities(observed),
  ];
}

function functionOddities({functionName, latest}: ObservedFunctionStatus): readonly Oddity[] {
  const {state, stateReason, lastUpdateStatus, lastUpdateReason, reservedConcurrency} = latest;
  const oddities: Oddity[] = [];
  if (reservedConcurrency === 0) {
    oddities.push({
      code: 'STOPPED',
      message: `${functionName} is stopped: 0 is reserved for it, so every call is refused.`,
      wayOut: `lambda-release concurrency clear ${functionName}`,
    });
  }
  if (state === 'Failed') {
    oddities.push({
      code: 'FUNCTION_FAILED',
      message: `${functionName} is Failed${reason(stateReason)}.`,
      wayOut: `aws lambda get-function-configuration --function-name ${functionName}`,
    });
  }
  if (lastUpdateStatus === 'Failed') {
    oddities.push({
      code: 'UPDATE_FAILED',
      message: `The last update of ${functionName} failed${reason(lastUpdateReason)}; it runs what it ran before.`,
      wayOut: `lambda-release publish ${functionName}`,
    });
  }
  return oddities;
}

function aliasOddities(alias: AliasState): readonly Oddity[] {
  const name = formatAliasRef(alias);
  const standing = rolloutStanding(alias);
  if (alias.stable === '$LATEST') {
    return [
      {
        code: 'ALIAS_ON_LATEST',
        message: `${name} is on $LATEST: an upload reaches its callers at once, and nothing can be rolled back.`,
        wayOut: `lambda-release publish ${alias.functionName}, then lambda-release shift ${name} VERSION`,
      },
    ];
  }
  if (standing.kind === 'foreign') {
    return [
      {
        code: 'WEIGHTS_WITHOUT_OWNER',
        message: `${name} has ${describeRouting(alias)}, and no rollout of ours has set that: a shift, a person, CodeDeploy or another tool did.`,
        wayOut: `If nobody is releasing: lambda-release shift ${name} ${alias.stable}`,
      },
    ];
  }
  if (standing.kind !== 'orphaned') return [];
  return [
    {
      code: 'ROLLOUT_BROKEN',
      message: `${name} carries a rollout that cannot go on: ${standing.reason}.`,
      wayOut: `If nobody is releasing: lambda-release shift ${name} ${alias.stable}`,
    },
  ];
}

function versionOddities(alias: AliasState, {served}: ObservedFunctionStatus): readonly Oddity[] {
  return [alias.stable, ...(alias.candidate ? [alias.candidate.version] : [])].flatMap((version) => {
    const configuration = served.get(version);
    if (!configuration || isActive(configuration)) return [];
    const {functionName, state, stateReason} = configuration;
    const qualified = shellQuoted(`${functionName}:${version}`);
    return [
      {
        code: 'VERSION_NOT_ACTIVE',
        message: `${formatAliasRef(alias)} sends traffic to version ${version}, which is ${state}${reason(stateReason)}.`,
        wayOut:
          state === 'Inactive'
            ? `Wake it up: aws lambda invoke --function-name ${qualified} /dev/null`
            : `aws lambda get-function-configuration --function-name ${qualified}`,
      },
    ];
  });
}

function provisionedOddities({functionName, provisioned}: ObservedFunctionStatus): readonly Oddity[] {
  return provisioned
    .filter(({status}) => status === 'FAILED')
    .map(({qualifier, requested}) => ({
      code: 'PROVISIONED_FAILED',
      message: `AWS could not provide the ${requested} provisioned executions of ${functionName}:${qualifier}.`,
      wayOut: `aws lambda get-provisioned-concurrency-config --function-name ${functionName} --qualifier ${qualifier}`,
    }));
}

/** What a rollout whose process died before its first move, or somebody by hand, has left behind and AWS bills. */
function idleOddities({functionName, provisioned, idle}: ObservedFunctionStatus): readonly Oddity[] {
  return idle.map((configuration) => {
    const {version, architecture, memoryMb, arn} = configuration;
    const count = provisioned.find(({qualifier}) => qualifier === version)?.requested ?? 0;
    const usd = costOfProvisioned({region: placeOf(arn)?.region ?? '', architecture, memoryMb}, count);
    const cost = usd === undefined ? '' : ` (${formatUsd(usd)} an hour, prices of ${PRICES_OF})`;
    return {
      code: 'PROVISIONED_IDLE',
      message: `Version ${version} of ${functionName} has ${count} provisioned, which AWS bills${cost}, and no alias sends it traffic.`,
      wayOut: `If nobody is about to release it: lambda-release concurrency unprovision ${functionName}:${version}`,
    };
  });
}

function triggerOddities({functionName, eventSources}: ObservedFunctionStatus): readonly Oddity[] {
  return eventSources.flatMap(({uuid, qualifier, sourceArn = 'an event source', isEnabled}) => {
    if (!isEnabled || (qualifier !== undefined && !/^\d+$/.test(qualifier))) return [];
    const target = qualifier === undefined ? 'the bare function, past every alias' : `version ${qualifier} for good`;
    return [
      {
        code: qualifier === undefined ? 'TRIGGER_ON_FUNCTION' : 'TRIGGER_ON_VERSION',
        message: `${sourceArn} invokes ${target}; no rollout of ${functionName} reaches it.`,
        wayOut: `aws lambda update-event-source-mapping --uuid ${uuid} --function-name ${functionName}:ALIAS`,
      },
    ];
  });
}

function reason(text: string | undefined): string {
  return text ? ` (${text})` : '';
}
