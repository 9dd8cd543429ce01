import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import Deploy from '../../../src/commands/deploy.js';
import Publish from '../../../src/commands/publish.js';
import RolloutStart from '../../../src/commands/rollout/start.js';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {runCommand} from '../../cli/run-command.js';
import {FAILING, GOOD, openSandboxWithCheckout} from '../on-sandbox.js';

const FAST = ['--steps', '50%:5m', '--watch', '0s', '--yes', '--json'];

/** A composite alarm, which only DescribeAlarms with AlarmTypes shows, and the switch that turns it. */
async function anAlarm(name: string) {
  const {client, sdk} = await new AwsClients().cloudWatch();
  // Of a metric that nobody writes: its state is what it was.
  await client.send(
    new sdk.PutMetricAlarmCommand({
      AlarmName: 'other',
      Namespace: 'Shop',
      MetricName: 'Complaints',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
    }),
  );
  await client.send(new sdk.PutCompositeAlarmCommand({AlarmName: name, AlarmRule: 'ALARM(other)'}));
  return (StateValue: 'OK' | 'ALARM') =>
    client.send(new sdk.SetAlarmStateCommand({AlarmName: name, StateValue, StateReason: 'other is red'}));
}

describe('alarms of a rollout', () => {
  it('that nobody knows are refused before anything moves', async () => {
    const sandbox = await openSandboxWithCheckout();
    await runCommand(Publish, ['checkout', '--source', FAILING]);
    const {exitCode, stdout} = await runCommand(RolloutStart, [
      'checkout:live',
      '2',
      '--alarm',
      'chekout-5xx',
      '--yes',
      '--json',
    ]);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).error.message).toContain('There is no CloudWatch alarm chekout-5xx');
    expect(sandbox.calls().map(({operation}) => operation)).not.toContain('UpdateAlias');
  });

  it('that are red already are said, and are no reason', async () => {
    await openSandboxWithCheckout();
    await (await anAlarm('checkout-5xx'))('ALARM');
    const argv = [
      'checkout:live',
      '--source',
      GOOD,
      '--memory',
      '256',
      '--alarm',
      'checkout-5xx',
      '--dry-run',
      '--json',
    ];
    const {exitCode, stdout} = await runCommand(Deploy, argv);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).warnings).toContainEqual(expect.objectContaining({code: 'ALARM_RED_BEFORE'}));
  });

  it('that go red take the version back, and the error says which', async () => {
    const sandbox = await openSandboxWithCheckout();
    const turn = await anAlarm('checkout-5xx');
    await turn('OK');
    const releasing = runCommand(Deploy, [
      'checkout:live',
      '--source',
      GOOD,
      '--memory',
      '256',
      '--alarm',
      'checkout-5xx',
      ...FAST,
    ]);
    while (!sandbox.calls().some(({operation}) => operation === 'UpdateAlias')) await sleep(20);
    await turn('ALARM');
    const {exitCode, stdout} = await releasing;
    const {error} = JSON.parse(stdout);
    expect(exitCode).toBe(5);
    expect(error).toMatchObject({code: 'ROLLED_BACK_ALARM', traffic: 'restored'});
    expect(error.message).toContain('alarm checkout-5xx went to ALARM during the rollout (other is red)');
    expect(error.details.record.comparison.alarms).toMatchObject([{name: 'checkout-5xx', standing: 'red'}]);
  });
});

describe('any metric of a rollout', () => {
  it('takes the version back when it crosses its bound', async () => {
    const sandbox = await openSandboxWithCheckout();
    const {client, sdk} = await new AwsClients().cloudWatch();
    const releasing = runCommand(Deploy, [
      'checkout:live',
      '--source',
      GOOD,
      '--memory',
      '256',
      '--metric',
      'Shop Refunds{Shop=eu} Sum > 5',
      ...FAST,
    ]);
    while (!sandbox.calls().some(({operation}) => operation === 'UpdateAlias')) await sleep(20);
    const Dimensions = [{Name: 'Shop', Value: 'eu'}];
    const MetricData = [{MetricName: 'Refunds', Dimensions, Value: 9, Timestamp: new Date(sandbox.clock.now())}];
    await client.send(new sdk.PutMetricDataCommand({Namespace: 'Shop', MetricData}));
    const {exitCode, stdout} = await releasing;
    expect(exitCode).toBe(5);
    expect(JSON.parse(stdout).error.message).toContain('metric Refunds Sum is at 9, above 5');
  });
});

describe('flags of the analysis', () => {
  it.each([
    ['--slow', 'p95:2%', 'p90, p99 or both'],
    ['--slow', 'p90:80%', 'above 50%'],
    ['--metric', 'Orders < 5', 'Write namespace, metric'],
    ['--metric', 'Shop Orders Sum 7m < 5', 'Write 1m, 2m'],
  ])('%s %s is a usage error that says how to write it', async (flag, value, text) => {
    const {exitCode, stderr} = await runCommand(RolloutStart, ['checkout:live', '7', flag, value]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(text);
  });
});
