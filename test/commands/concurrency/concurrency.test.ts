import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import ConcurrencyClear from '../../../src/commands/concurrency/clear.js';
import ConcurrencyReserve from '../../../src/commands/concurrency/reserve.js';
import ConcurrencyShow from '../../../src/commands/concurrency/show.js';
import {runCommand} from '../../cli/run-command.js';
import {startLambdaEndpoint} from './lambda-endpoint.js';

const reservations = new Map<string, number>();
let endpoint: Awaited<ReturnType<typeof startLambdaEndpoint>>;

beforeEach(async () => {
  reservations.clear();
  reservations.set('checkout', 50);
  endpoint = await startLambdaEndpoint(reservations);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
afterEach(() => endpoint.stop());

describe('concurrency reserve', () => {
  it('reserves, and prints the value before and the command that restores it', async () => {
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '80']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('checkout: 80 reserved\n');
    expect(stdout).toContain('50 reserved');
    expect(stdout).toContain('lambda-release concurrency reserve checkout 50');
    expect(endpoint.writes).toEqual(['put checkout 80']);
  });

  it('writes nothing when the value is there already, and says changed: false', async () => {
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '50', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({changed: false, reserved: 50});
    expect(endpoint.writes).toEqual([]);
  });

  it('stops a function only after an answer: exit 2 where nobody can be asked', async () => {
    const {stderr, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '0']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
    expect(endpoint.writes).toEqual([]);
  });

  it('stops a function with --yes', async () => {
    const {stdout, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '0', '--yes', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({
      reserved: 0,
      previousReserved: 50,
      restoreCommand: 'lambda-release concurrency reserve checkout 50',
    });
    expect(endpoint.writes).toEqual(['put checkout 0']);
  });

  it('plans and changes nothing with --dry-run', async () => {
    const {stdout} = await runCommand(ConcurrencyReserve, ['checkout', '950', '--dry-run', '--json']);
    const document = JSON.parse(stdout);
    expect(document.result).toMatchObject({dryRun: true, changed: true, unreserved: 50});
    expect(document.warnings).toMatchObject([{code: 'BELOW_DOCUMENTED_FLOOR'}]);
    expect(endpoint.writes).toEqual([]);
  });

  it('refuses with exit 3 what the account can never grant', async () => {
    const {stderr, exitCode} = await runCommand(ConcurrencyReserve, ['checkout', '1001']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('lambda-release concurrency show');
    expect(endpoint.writes).toEqual([]);
  });

  it.each([
    ['checkout:live', '5'],
    ['checkout', '-1'],
    ['checkout', 'many'],
  ])('refuses %s %s with exit 2', async (...argv) => {
    expect(await runCommand(ConcurrencyReserve, argv)).toMatchObject({exitCode: 2, stdout: ''});
    expect(endpoint.writes).toEqual([]);
  });
});

describe('concurrency clear', () => {
  it('gives the reservation back', async () => {
    const {stdout, exitCode} = await runCommand(ConcurrencyClear, ['checkout', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).result).toMatchObject({changed: true, previousReserved: 50, unreserved: 1000});
    expect(endpoint.writes).toEqual(['delete checkout']);
  });
});

describe('concurrency show', () => {
  it('shows one function in the pool of the account', async () => {
    const {stdout} = await runCommand(ConcurrencyShow, ['checkout', '--json']);
    expect(JSON.parse(stdout).result).toEqual({
      functionName: 'checkout',
      reserved: 50,
      account: {limit: 1000, unreserved: 950},
    });
  });

  it('exits 4 with a way out when the endpoint cannot be reached', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:1';
    const {stderr, exitCode} = await runCommand(ConcurrencyShow, ['checkout']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('Try this:');
    expect(stderr).toContain('Traffic: untouched');
  });
});
