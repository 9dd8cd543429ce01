import type {AnalysisSettings} from '../../analysis/settings.js';
import {formatAliasRef} from '../../model/function/ref.js';
import {shellQuoted} from '../../model/shell-quoted.js';
import {apiIdOf} from '../../model/trigger/api.js';
import type {ObservedReadiness} from '../../observe/doctor/doctor.js';
import type {Bypass} from '../../ports/lambda/triggers.js';
import {httpErrorWarnings} from '../forecast/http-errors.js';
import {functionRefusals, isBusy} from '../publish/function-refusals.js';
import {type PackageType, packageTypeRefusals} from '../publish/package-type.js';
import type {Refusal} from '../refusal.js';
import {capacityRefusals} from '../rollout/capacity.js';
import {provisionedRefusals} from '../rollout/provisioned.js';
import {standingRefusals} from '../rollout/standing-refusals.js';
import {versionRefusals} from '../rollout/version-refusals.js';
import type {Finding} from './finding.js';

/** What the release file says of the function. */
interface ReleaseFacts {
  readonly settings?: Pick<AnalysisSettings, 'apiStages' | 'pairs'> | undefined;
  /** Absent when it says nothing of its code. */
  readonly packageType?: PackageType | undefined;
  /** APIs of which it is told already that they call the bare function: their permission says the same again. */
  readonly toldApis?: ReadonlySet<string>;
}

/** Whether a rollout could begin on the alias now: what would stop it, and what it would not see. */
export function readinessFindings(
  observed: ObservedReadiness,
  {settings, packageType, toldApis = new Set()}: ReleaseFacts = {},
): readonly Finding[] {
  const {rollout, latest, bypasses = []} = observed;
  const subject = formatAliasRef(rollout.ref);
  const {functionName} = rollout.ref;
  const stop = ({code, message, suggestions}: Refusal): Finding => ({
    level: 'stop',
    code,
    subject,
    message,
    suggestions,
  });
  const warn = (code: string, message: string, suggestions: readonly string[]): Finding => ({
    level: 'warning',
    code,
    subject,
    message,
    suggestions,
  });
  const findings: Finding[] = [];
  if (latest === undefined) {
    const create = `Create it with its first release: lambda-release deploy ${subject} --create --role ARN`;
    findings.push(
      warn('FUNCTION_NOT_FOUND', `There is no function ${functionName} in this region and account yet.`, [create]),
    );
    return findings;
  }
  if (packageType !== undefined) findings.push(...packageTypeRefusals(packageType, latest).map(stop));
  findings.push(...functionRefusals(latest).map(stop));
  if (rollout.alias === undefined) {
    const create = `The first release makes it: lambda-release deploy ${subject} --create`;
    findings.push(warn('ALIAS_NOT_FOUND', `${functionName} has no alias "${rollout.ref.alias}" yet.`, [create]));
  } else {
    findings.push(...standingRefusals(rollout.alias, rollout.standing).map(stop));
    findings.push(...versionRefusals(rollout, rollout.alias.stable).map(stop));
    if (observed.hasSteps) findings.push(...provisionedRefusals(rollout).map(stop));
    findings.push(...capacityRefusals(rollout).map(stop));
  }
  if (isBusy(latest)) {
    const wait = ['A release waits until it has ended.'];
    const what = latest.state === 'Pending' ? 'AWS is still preparing' : 'Somebody is changing';
    findings.push(warn('UPDATE_IN_PROGRESS', `${what} ${functionName} right now.`, wait));
  }
  if (latest.lastUpdateStatus === 'Failed') {
    const message = `The last update of ${functionName} failed. ${latest.lastUpdateReason ?? ''}`.trim();
    findings.push(warn('LAST_UPDATE_FAILED', message, ['Mend what AWS names; the next release updates it again.']));
  }
  if (rollout.capacity?.reserved === 0) {
    const clear = `Let it run again: lambda-release concurrency clear ${functionName}`;
    findings.push(warn('FUNCTION_STOPPED', `${functionName} is stopped: its reserved concurrency is 0.`, [clear]));
  }
  for (const bypass of bypasses) {
    if (isTold(bypass, toldApis)) continue;
    findings.push(warn('ALIAS_BYPASSED', ...bypassText(bypass, functionName, subject)));
  }
  for (const {code, message} of httpErrorWarnings(rollout.ref, rollout.httpCallers, settings)) {
    findings.push(
      warn(code, message, ['Write both counts from the handler, with its version: docs/analysis.md, "Pairs".']),
    );
  }
  if (findings.length > 0) return findings;
  return [{level: 'ok', code: 'READY', subject, message: 'A rollout can begin.', suggestions: []}];
}

function isTold(bypass: Bypass, apis: ReadonlySet<string>): boolean {
  const apiId = bypass.kind === 'permission' ? apiIdOf(bypass.sourceArn) : undefined;
  return apiId !== undefined && apis.has(apiId);
}

type Permission = Extract<Bypass, {kind: 'permission'}>;

function bypassText(bypass: Bypass, functionName: string, alias: string): [string, readonly string[]] {
  const sees = `calls ${functionName} without its alias: it runs $LATEST as soon as code is uploaded, and sees no rollout`;
  switch (bypass.kind) {
    case 'eventSource':
      return [
        `The event source ${bypass.source} ${sees}.`,
        [
          `Move every trigger to the alias: lambda-release doctor ${alias} --fix`,
          `Or this one: aws lambda update-event-source-mapping --uuid ${bypass.uuid} --function-name ${alias}`,
        ],
      ];
    case 'functionUrl':
      return [
        `The function URL (${bypass.authType}) ${sees}.`,
        [
          `Make one for the alias, and let callers use it: aws lambda create-function-url-config --function-name ${alias} --auth-type ${bypass.authType}`,
        ],
      ];
    case 'permission':
      return [
        `${bypass.principal}${bypass.sourceArn === undefined ? '' : ` (${bypass.sourceArn})`} may invoke ${functionName} without its alias (statement ${bypass.statementId}): what it then runs is $LATEST.`,
        [
          `Give the same on the alias, and see what is left to do: lambda-release doctor ${alias} --fix`,
          `Or this one, and point the caller there: ${addPermission(bypass, alias)}`,
        ],
      ];
  }
}

/** AWS's command for the same permission on the alias, ready for a shell. */
function addPermission({statementId, principal, sourceArn}: Permission, alias: string): string {
  const [first = principal] = principal.split(', ');
  const source = sourceArn === undefined ? '' : ` --source-arn ${shellQuoted(sourceArn)}`;
  const sid = shellQuoted(statementId === '' ? 'caller' : statementId);
  return `aws lambda add-permission --function-name ${alias} --statement-id ${sid} --action lambda:InvokeFunction --principal ${shellQuoted(first)}${source}`;
}
