import {expect, test} from 'vitest';
import * as z from 'zod';
import {firstViolation} from '../../../src/lib/sandbox/constraints/first-violation.js';

const schema = z.object({
  Name: z
    .string()
    .min(2)
    .max(3)
    .regex(/^[a-z]+$/),
  Kind: z.enum(['one', 'two']).optional(),
  Count: z.number().max(5).optional(),
  Items: z
    .array(z.object({Id: z.string().min(1)}))
    .max(1)
    .optional(),
});

test.each<[input: object, said: string]>([
  [{}, "Value null at 'name' failed to satisfy constraint: Member must not be null"],
  [{Name: 'a'}, "Value 'a' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 2"],
  [
    {Name: 'abcd'},
    "Value 'abcd' at 'name' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    {Name: 'A-'},
    "Value 'A-' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    {Name: 'ab', Kind: 'three'},
    "Value 'three' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [one, two]",
  ],
  [
    {Name: 'ab', Count: 6},
    "Value '6' at 'count' failed to satisfy constraint: Member must have value less than or equal to 5",
  ],
  [
    {Name: 'ab', Items: [{Id: ''}]},
    "Value '' at 'items.1.member.id' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
])('%j is told in the words of AWS', (input, said) => {
  const {error} = schema.safeParse(input);
  if (!error) throw new Error('It was taken.');
  expect(firstViolation(error, input)).toBe(`1 validation error detected: ${said}`);
});
