import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, it, onTestFinished} from 'vitest';
import {dotenv, githubOutputs} from '../../../src/lib/report/ci/outputs.js';

const functionArn = 'arn:aws:lambda:eu-west-1:123456789012:function:checkout';
const checkout = {
  ...({function: 'checkout', alias: 'live', version: '8', previousVersion: '7', outcome: 'promoted'} as const),
  ...{codeSha256: 'qR+3/w==', functionArn},
};
const pay = {function: 'pay', alias: 'live', version: '3', outcome: 'created'} as const;

it('has the first function by single names, and all of them as JSON on one line', () => {
  const lines = githubOutputs([checkout, pay], 'promoted').split('\n');
  expect(lines.slice(0, 5)).toEqual([
    ...['version=8', 'previous-version=7', 'outcome=promoted'],
    ...['code-sha256=qR+3/w==', `function-arn=${functionArn}`],
  ]);
  expect(lines).toHaveLength(7);
  expect(JSON.parse(lines[5]?.replace('functions=', '') ?? '')).toEqual([checkout, pay]);
});

it('leaves out what is not known', () => {
  expect(githubOutputs([], 'failed')).toBe('outcome=failed\nfunctions=[]\n');
  expect(dotenv([], 'failed')).toBe('OUTCOME=failed\n');
  expect(dotenv([pay], 'created')).toBe('VERSION=3\nOUTCOME=created\n');
});

it('has the versions of several functions in one variable', () => {
  expect(dotenv([checkout, pay], 'promoted')).toContain('\nVERSIONS=checkout:8,pay:3\n');
});

it('leaves out a value that a shell would read otherwise', () => {
  expect(dotenv([{...pay, version: '$LATEST'}], 'failed')).toBe('OUTCOME=failed\n');
});

it('is read by a shell as it is meant', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dotenv-'));
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const file = path.join(folder, 'release.env');
  writeFileSync(file, dotenv([checkout], 'promoted'));
  const script = '. "$1"; printf "%s " "$VERSION" "$PREVIOUS_VERSION" "$OUTCOME" "$CODE_SHA256" "$FUNCTION_ARN"';
  expect(execFileSync('sh', ['-euc', script, 'sh', file], {encoding: 'utf8'})).toBe(
    `8 7 promoted qR+3/w== ${functionArn} `,
  );
});
