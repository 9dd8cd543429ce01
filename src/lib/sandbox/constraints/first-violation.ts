import type * as z from 'zod';
import {Violations} from '../lambda/violations.js';

/** The first thing that is wrong with a request, in AWS's words where there are any for it. */
export function firstViolation({issues: [issue]}: z.ZodError, input: unknown): string {
  if (!issue) return 'The request is not valid.';
  const value = issue.path.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), input);
  const violations = new Violations();
  violations.add(value, pathOf(issue.path), constraintOf(issue, value));
  return violations.message ?? issue.message;
}

// metricDataQueries.1.member.id: members begin small, lists count from one.
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => {
      if (typeof step !== 'number') return `${String(step).charAt(0).toLowerCase()}${String(step).slice(1)}`;
      return index === path.length - 1 ? `${step + 1}` : `${step + 1}.member`;
    })
    .join('.');
}

function constraintOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined || value === null) return 'Member must not be null';
  switch (issue.code) {
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.map(String).join(', ')}]`;
    case 'too_big':
      return `Member must have ${measureOf(issue.origin)} less than or equal to ${issue.maximum}`;
    case 'too_small':
      return `Member must have ${measureOf(issue.origin)} greater than or equal to ${issue.minimum}`;
    case 'invalid_format':
      return issue.format === 'regex' && issue.pattern !== undefined
        ? `Member must satisfy regular expression pattern: ${issue.pattern.replace(/^\/\^?|\$?\/[a-z]*$/g, '')}`
        : issue.message;
    default:
      return issue.message;
  }
}

function measureOf(origin: string): string {
  return origin === 'number' || origin === 'int' || origin === 'bigint' ? 'value' : 'length';
}
