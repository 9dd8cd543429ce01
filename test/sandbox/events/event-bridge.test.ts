import {EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand} from '@aws-sdk/client-eventbridge';
import {AddPermissionCommand, CreateAliasCommand, PublishVersionCommand} from '@aws-sdk/client-lambda';
import {expect, test} from 'vitest';
import {openLab} from '../lambda/lab.js';
import {zipOf} from '../zip-of.js';

const EventPattern = '{"source":["shop"],"detail":{"version":[{"numeric":[">",6]}]}}';
const handler = 'export const handler = async (event) => { console.log(JSON.stringify(event)); return event; };';

async function aBus() {
  const lab = await openLab();
  const client = new EventBridgeClient({
    endpoint: lab.sandbox.endpoint,
    region: 'us-east-1',
    credentials: {accessKeyId: 'x', secretAccessKey: 'y'},
    maxAttempts: 1,
  });
  const FunctionName = await lab.create({Runtime: 'nodejs22.x', Code: {ZipFile: await zipOf({'index.mjs': handler})}});
  await lab.client.send(new PublishVersionCommand({FunctionName}));
  const alias = {FunctionName, Name: 'live', FunctionVersion: '1'};
  const {AliasArn = ''} = await lab.client.send(new CreateAliasCommand(alias));
  const {RuleArn} = await client.send(new PutRuleCommand({Name: 'promoted', EventPattern}));
  const put = (version: number) =>
    client.send(
      new PutEventsCommand({Entries: [{Source: 'shop', DetailType: 'd', Detail: JSON.stringify({version})}]}),
    );
  const grant = (Qualifier: string | undefined, SourceArn: string | undefined) =>
    lab.client.send(
      new AddPermissionCommand({
        FunctionName,
        Qualifier,
        StatementId: 's',
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn,
      }),
    );
  // What was sent is told once the call behind it has ended: asked for until there are as many.
  const sent = async (count: number) => {
    for (;;) {
      const answer = await fetch(`${lab.sandbox.endpoint}/_sandbox/targets`);
      const {targets} = (await answer.json()) as {
        targets: {outcome: string; target: string; errorCode?: string; body: string}[];
      };
      if (targets.length >= count) return targets;
    }
  };
  const target = (Arn: string, more: object = {}) =>
    client.send(new PutTargetsCommand({Rule: 'promoted', Targets: [{Id: 'one', Arn, ...more}]}));
  return {lab, client, FunctionName, AliasArn, RuleArn, put, grant, sent, target};
}

test('an event that a rule waits for invokes its function, where the policy of the alias lets the rule in', async () => {
  const at = await aBus();
  await using _lab = at.lab;
  await at.target(at.AliasArn, {InputPath: '$.detail'});
  await at.put(7);
  expect(await at.sent(1)).toMatchObject([{outcome: 'failed', errorCode: 'NO_PERMISSIONS', target: at.AliasArn}]);
  // A permission of the function is none of its alias.
  await at.grant(undefined, at.RuleArn);
  await at.put(8);
  expect(await at.sent(2)).toMatchObject([{}, {errorCode: 'NO_PERMISSIONS'}]);
  await at.grant('live', at.RuleArn);
  await at.put(6);
  await at.put(9);
  expect(await at.sent(3)).toMatchObject([{}, {}, {outcome: 'invoked', body: '{"version":9}'}]);
});

test.each([
  ['of another rule', 'arn:aws:events:us-east-1:111111111111:rule/other', 'failed'],
  ['of every rule', 'arn:aws:events:us-east-1:111111111111:rule/*', 'invoked'],
  ['of nobody in particular', undefined, 'invoked'],
])('a permission %s', async (_what, source, outcome) => {
  const at = await aBus();
  await using _lab = at.lab;
  await at.target(at.AliasArn);
  await at.grant('live', source);
  await at.put(7);
  expect(await at.sent(1)).toMatchObject([{outcome}]);
});

test('what is no function is recorded', async () => {
  const at = await aBus();
  await using _lab = at.lab;
  await at.target('arn:aws:sqs:us-east-1:111111111111:orders', {Input: '"a"'});
  await at.put(7);
  expect(await at.sent(1)).toMatchObject([{outcome: 'recorded', body: '"a"'}]);
});
