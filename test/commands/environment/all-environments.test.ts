import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import Status from '../../../src/commands/status.js';
import {runCommand} from '../../cli/run-command.js';
import {openTwoAccounts} from './two-accounts.js';

it('every environment is read in its own account, and what is wrong with one hides none of the others', async () => {
  const {staging, production} = await openTwoAccounts();
  const {stdout, exitCode} = await runCommand(Status, ['--all-environments', '--json']);
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'lambda-release/status/1',
    ok: true,
    result: {
      environments: [
        {environment: 'staging', status: {missing: ['checkout-staging']}},
        {environment: 'preview', status: {missing: ['checkout-preview']}},
        {environment: 'production', status: {missing: ['checkout-production']}},
        {environment: 'mistaken', error: {code: 'ACCOUNT_MISMATCH', exitCode: 3}},
      ],
    },
  });
  expect(production.calls().map(({operation}) => operation)).toContain('AssumeRole');
  expect(staging.calls().map(({operation}) => operation)).not.toContain('AssumeRole');
});

it('an environment of several regions is read in each, and a function by how the file calls it', async () => {
  const {folder} = await openTwoAccounts();
  const text = `functions: {checkout: {name: "c-\${environment}", source: dist}}
environments: {staging: {profile: staging, regions: [eu-west-1, us-east-1]}}
`;
  writeFileSync(path.join(folder, 'release.yml'), text);
  const {stdout} = await runCommand(Status, ['--all-environments']);
  expect(stdout).toMatch(/== staging \(eu-west-1\).+c-staging.+== staging \(us-east-1\).+c-staging/s);
  const named = await runCommand(Status, ['checkout', '--all-environments']);
  expect(named.stdout).toContain('! c-staging does not exist in this region and account.');
  expect(named.exitCode).toBe(3);
});

it('a file without environments is told so', async () => {
  const {folder} = await openTwoAccounts();
  writeFileSync(path.join(folder, 'release.yml'), 'functions: {checkout: {source: dist}}\n');
  const {stderr, exitCode} = await runCommand(Status, ['--all-environments']);
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('The release file has no environments.')]);
});
