import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts';
import {expect, test} from 'vitest';
import {createSts} from '../../../src/lib/sandbox/sts/sts-service.js';
import {hostService} from '../service-host.js';

test('GetCallerIdentity tells the account; another action is refused by name', async () => {
  await using host = await hostService(createSts({accountId: '111122223333'}));
  const credentials = {accessKeyId: 'x', secretAccessKey: 'y'};
  const client = new STSClient({endpoint: host.endpoint, region: 'eu-west-1', credentials});
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:iam::111122223333:user/sandbox',
  });
  client.destroy();
  const response = await fetch(host.endpoint, {method: 'POST', body: new URLSearchParams({Action: 'AssumeRole'})});
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining('<Code>InvalidAction</Code>'),
  ]);
});
