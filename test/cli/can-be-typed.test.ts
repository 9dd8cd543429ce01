import {describe, expect, it} from 'vitest';
import {canBeTyped} from '../../src/lib/cli/can-be-typed.js';

const FLAGS = ['region', 'profile', 'runtime'];

describe('a way out', () => {
  it.each([
    'Look at the name, --region and --profile.',
    'Say which it is with the runtime: --runtime nodejs22.x or --runtime python3.13',
    'Create it: lambda-release publish checkout --create --role ARN',
    'Install production dependencies only: npm ci --omit=dev',
    'pip leaves the old one behind when it upgrades with --target: remove the folder and install again.',
    'Wait a minute and run the command again.',
  ])('can be typed: %s', (wayOut) => {
    expect(canBeTyped(wayOut, FLAGS)).toBe(true);
  });

  it.each([
    'Remove it, or leave out --layer.',
    'Above 50 MiB zipped, name a bucket with --bucket.',
    'Add --steps all-at-once, or: lambda-release shift checkout:live 8',
    'Name a --profile or (--duration-seconds).',
  ])('cannot, the command has no such flag: %s', (wayOut) => {
    expect(canBeTyped(wayOut, FLAGS)).toBe(false);
  });

  it('is not judged where no command was found', () => {
    expect(canBeTyped('Name it with --anything.', undefined)).toBe(true);
  });
});
