import {AwsError} from '../../errors.js';
import type {SettledStack} from './settle-stack.js';

interface FailedWork {
  readonly name: string;
  readonly id: string;
  /** `created`, `updated`, `deleted`. */
  readonly verb: string;
}

/** What CloudFormation could not do, with its own reasons, and the way out of the state it has left. */
export function stackFailed({name, id, verb}: FailedWork, {status, failures}: SettledStack): AwsError {
  const reasons = failures
    .map(({logicalId, reason}) => `\n  ${logicalId}: ${reason ?? 'AWS gives no reason'}`)
    .join('');
  const left = LEFT[status] ?? `It is ${status} now.`;
  return new AwsError(`The stack ${name} could not be ${verb}. ${left}${reasons}`, {
    code: 'STACK_FAILED',
    suggestions: [...new Set(failures.flatMap(({reason = ''}) => wayOutOf(reason))), ...afterwards(name, id, status)],
    details: {stack: name, status, failures: failures.map(({logicalId, type, reason}) => ({logicalId, type, reason}))},
  });
}

const LEFT: Readonly<Record<string, string>> = {
  DELETE_COMPLETE: 'Nothing is left of it.',
  UPDATE_ROLLBACK_COMPLETE: 'It is as it was before.',
};

function wayOutOf(reason: string): readonly string[] {
  const [, action] = /not authorized to perform: ([\w:]+)/.exec(reason) ?? [];
  if (action !== undefined || /AccessDenied/i.test(reason)) {
    return [
      `Let whoever installs it do ${action ?? 'that'}: all that it takes is printed by: lambda-release engine template --format policy`,
    ];
  }
  if (/already exists/i.test(reason)) {
    return [
      'Something of the same name is there already, perhaps of an engine in another stack: delete it, or import it.',
    ];
  }
  return [];
}

function afterwards(name: string, id: string, status: string): readonly string[] {
  const see = `See everything that happened: aws cloudformation describe-stack-events --stack-name ${id}`;
  switch (status) {
    case 'DELETE_COMPLETE':
    case 'UPDATE_ROLLBACK_COMPLETE':
      return ['Then run the same command again.', see];
    case 'UPDATE_ROLLBACK_FAILED':
      return [`Bring it back: aws cloudformation continue-update-rollback --stack-name ${name}`, see];
    case 'DELETE_FAILED':
      return [
        `Delete it with what can be deleted: aws cloudformation delete-stack --stack-name ${name} --deletion-mode FORCE_DELETE_STACK`,
        see,
      ];
    default:
      return [`Delete it, then install it anew: lambda-release engine uninstall --stack ${name}`, see];
  }
}
