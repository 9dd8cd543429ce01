import {Violations} from '../lambda/violations.js';
import type {Rule, Rules} from './rule.js';

/** Adds what the rules say against a request's members; `read` gives one by its name. Members that are absent, or of another type, are not its matter. */
export function checkMembers(
  violations: Violations,
  rules: Rules,
  read: (member: string) => unknown,
  path: readonly string[] = [],
): void {
  for (const [member, rule] of Object.entries(rules)) check(violations, rule, read(member), [...path, spelled(member)]);
}

function check(violations: Violations, rule: Rule, value: unknown, path: readonly string[]): void {
  const at = path.join('.');
  switch (rule.kind) {
    case 'text':
      if (typeof value !== 'string') return;
      violations.length(value, at, rule.min, rule.max);
      if (rule.pattern !== undefined) violations.pattern(value, at, rule.pattern);
      return;
    case 'number':
      if (typeof value === 'number') violations.range(value, at, rule.min, rule.max);
      return;
    case 'one-of':
      if (typeof value === 'string') violations.oneOf(value, at, rule.values);
      return;
    case 'list':
      if (Array.isArray(value)) checkList(violations, rule, value, path);
      return;
    case 'shape': {
      if (typeof value !== 'object' || value === null) return;
      const members = new Map<string, unknown>(Object.entries(value));
      checkMembers(violations, rule.members, (member) => members.get(member), path);
    }
  }
}

function checkList(
  violations: Violations,
  {min, max, item}: Extract<Rule, {kind: 'list'}>,
  values: readonly unknown[],
  path: readonly string[],
): void {
  const at = path.join('.');
  if (values.length > max) violations.add(values, at, `Member must have length less than or equal to ${max}`);
  if (values.length < min) violations.add(values, at, `Member must have length greater than or equal to ${min}`);
  if (item.kind === 'shape') {
    for (const [index, value] of values.entries()) check(violations, item, value, [...path, `${index + 1}`, 'member']);
    return;
  }
  const inside = new Violations();
  for (const value of values) check(inside, item, value, path);
  if (inside.message === undefined) return;
  violations.add(values, at, `Member must satisfy constraint: [${wordsOf(item).join(', ')}, Member must not be null]`);
}

// Items that are texts are refused together, with all that is asked of one (recorded for layers and architectures).
function wordsOf(rule: Rule): string[] {
  if (rule.kind === 'one-of') return [`Member must satisfy enum value set: [${rule.values.join(', ')}]`];
  if (rule.kind !== 'text') return [];
  return [
    `Member must have length less than or equal to ${rule.max}`,
    `Member must have length greater than or equal to ${rule.min}`,
    ...(rule.pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${rule.pattern}`]),
  ];
}

function spelled(member: string): string {
  return `${member.charAt(0).toLowerCase()}${member.slice(1)}`;
}
