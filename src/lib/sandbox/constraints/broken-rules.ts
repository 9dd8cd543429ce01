import {Violations} from '../lambda/violations.js';
import {checkMembers} from './check-members.js';
import type {Rules} from './rule.js';

/** What a request breaks of the service model's rules, in AWS's words; undefined when it is nothing. */
export function brokenRules(rules: Rules, input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const members = new Map<string, unknown>(Object.entries(input));
  const violations = new Violations();
  checkMembers(violations, rules, (member) => members.get(member));
  return violations.message;
}
