import {shellQuoted} from '../../model/shell-quoted.js';
import {admits} from '../../model/trust-policy.js';
import type {ObservedLeaseRole} from '../../observe/doctor/lease-role.js';
import type {CallerIdentity} from '../../ports/identity.js';
import type {Finding} from './finding.js';

const SERVICE = 'scheduler.amazonaws.com';
const PROVE = 'Let one run at an alias that nobody calls: lambda-release engine check checkout:scratch';
const MAKE = 'Make one in this account: templates/lease-role.yaml, or templates/lease-role.tf';

/** Whether rollouts can be leased by this role: whose it is, and whom it trusts. What it allows shows only when a lease runs. */
export function leaseFindings(
  role: string,
  {accountId, arn, region}: CallerIdentity,
  observed: ObservedLeaseRole,
): readonly Finding[] {
  const [, callersPartition = 'aws'] = arn.split(':');
  const [, partition, , , account] = role.split(':');
  if (account !== accountId || partition !== callersPartition) {
    return [
      stop(
        'LEASE_ROLE_ELSEWHERE',
        `The role of the leases, ${role}, is not of account ${accountId}: AWS passes no role from account to account.`,
        [MAKE],
      ),
    ];
  }
  const unproven = `whether it trusts Scheduler and may move the alias shows only when one runs`;
  switch (observed.kind) {
    case 'absent':
      return [stop('LEASE_ROLE_MISSING', `The role of the leases, ${role}, does not exist.`, [MAKE])];
    case 'unseen':
      return [fine(`Leases are given by ${role}; ${unproven}: it could not be looked at (${observed.why}).`)];
    case 'seen': {
      const groupIn = (where: string) =>
        `arn:${partition}:scheduler:${where}:${accountId}:schedule-group/lambda-release`;
      const sourceArn = groupIn(region);
      const answer = admits(observed.trust, {service: SERVICE, sourceAccount: accountId, sourceArn});
      if (answer === 'yes') {
        return [
          fine(
            `Leases are given by ${role}, which trusts Scheduler; whether it may move the alias shows only when one runs.`,
          ),
        ];
      }
      if (answer === 'unsure')
        return [fine(`Leases are given by ${role}; ${unproven}: its trust policy has conditions of its own.`)];
      return [
        stop(
          'LEASE_ROLE_UNTRUSTED',
          `The role of the leases, ${role}, does not let ${SERVICE} assume it for ${sourceArn}.`,
          [
            `Let it, and nobody else: aws iam update-assume-role-policy --role-name ${role.split('/').at(-1)} --policy-document ${shellQuoted(trustFor(accountId, groupIn('*')))}`,
            MAKE,
          ],
        ),
      ];
    }
  }
}

/** As templates/lease-role.yaml has it. */
function trustFor(accountId: string, sourceArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Service: SERVICE},
        Action: 'sts:AssumeRole',
        Condition: {StringEquals: {'aws:SourceAccount': accountId}, ArnLike: {'aws:SourceArn': sourceArn}},
      },
    ],
  });
}

function stop(code: string, message: string, suggestions: readonly string[]): Finding {
  return {level: 'stop', code, subject: 'lease', message, suggestions};
}

function fine(message: string): Finding {
  return {level: 'ok', code: 'LEASE_ROLE', subject: 'lease', message, suggestions: [PROVE]};
}
