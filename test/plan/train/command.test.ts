import {expect, it} from 'vitest';
import {trainCommand} from '../../../src/lib/plan/train/command.js';

const BUNDLED = {trainId: 'k3x9a0', names: ['checkout:live', 'cart:live'], bundle: 'out/release 7.zip'};

it.each([
  [trainCommand('abort', {trainId: 'k3x9a0'}), 'lambda-release train abort --train k3x9a0'],
  [trainCommand('status', BUNDLED), 'lambda-release train status checkout:live cart:live --train k3x9a0'],
  [
    trainCommand('resume', {...BUNDLED, config: 'a/release.yml'}),
    "lambda-release train resume checkout:live cart:live --train k3x9a0 --config a/release.yml --bundle 'out/release 7.zip'",
  ],
])('%s', (command, expected) => {
  expect(command).toBe(expected);
});
