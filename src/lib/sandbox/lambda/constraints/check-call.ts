import {checkMembers} from '../../constraints/check-members.js';
import type {Rules} from '../../constraints/rule.js';
import {Input} from '../input.js';
import {Violations} from '../violations.js';
import type {LambdaCall} from '../world.js';
import {rulesOf} from './by-operation.js';

/** Refuses a request whose members the service model does not allow, wherever they stand: in the path, the query or the body. */
export function checkCall(operation: string, call: LambdaCall): void {
  const rules = rulesOf[operation];
  if (!rules) return;
  const {params, request} = call;
  const body = Object.keys(rules).every((member) => isOutside(call, member)) ? undefined : Input.parse(request.body);
  const violations = new Violations();
  checkMembers(violations, rules, (member) => {
    const outside = params[member] ?? request.query.get(member) ?? undefined;
    if (outside === undefined) return body?.verbatim(member);
    return isNumber(rules, member) ? Number(outside) : outside;
  });
  violations.throwIfAny();
}

function isOutside({params, request}: LambdaCall, member: string): boolean {
  return request.method === 'GET' || request.method === 'DELETE' || params[member] !== undefined;
}

function isNumber(rules: Rules, member: string): boolean {
  return rules[member]?.kind === 'number';
}
