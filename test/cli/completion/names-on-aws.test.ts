import {expect, it, onTestFinished} from 'vitest';
import {NamesOnAws} from '../../../src/lib/cli/completion/names-on-aws.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../../aws/stub-aws.js';
import {createAlias, publishVersions, sdkOn} from '../../commands/published-function.js';
import {tempFolder} from '../../package/temp-folder.js';

it('lists are those of AWS, and for a minute those that were read', async () => {
  const sandbox = await startSandbox({updateDelayMs: 0, requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  const client = sdkOn(sandbox);
  await publishVersions(sandbox, client, 2);
  await createAlias(client, {name: 'live', version: '2'});
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const environment = {...process.env, XDG_CACHE_HOME: tempFolder()};
  const names = () => new NamesOnAws({}, {}, environment);
  const lists = async () => [
    await names().functions(),
    await names().aliases('checkout'),
    await names().versions('checkout'),
  ];
  const expected = [
    [{value: 'checkout'}],
    [{value: 'live', description: 'alias, version 2'}],
    [
      {value: '2', description: 'Change number 2'},
      {value: '1', description: 'Change number 1'},
    ],
  ];
  expect(await lists()).toEqual(expected);
  const asked = sandbox.calls().length;
  expect(await lists()).toEqual(expected);
  expect(sandbox.calls()).toHaveLength(asked);
});

it("of an account that is not the environment's there are none, and nothing of it was read", async () => {
  const sandbox = await startSandbox({accountId: '111111111111'});
  onTestFinished(() => sandbox.close());
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const place = {name: 'production', account: '222222222222', regions: []};
  const glance = {file: 'release.yml', environments: ['production'], functionNames: new Map<string, string>(), place};
  const environment = {...process.env, XDG_CACHE_HOME: tempFolder()};
  expect(await new NamesOnAws({environment: 'production'}, {glance}, environment).functions()).toEqual([]);
  expect(sandbox.calls().map(({operation}) => operation)).toEqual(['GetCallerIdentity']);
});
