import {expect, it, onTestFinished} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {EventBridgeBus} from '../../../src/lib/aws/events/event-bus.js';
import {startSandbox} from '../../../src/lib/sandbox/start.js';
import {stubEnvironment} from '../stub-aws.js';

async function onSandbox() {
  const sandbox = await startSandbox({requestsPerSecond: 0});
  onTestFinished(() => sandbox.close());
  stubEnvironment({AWS_ENDPOINT_URL: sandbox.endpoint, AWS_REGION: sandbox.region});
  const accepted = async () => {
    const answer = await fetch(`${sandbox.endpoint}/_sandbox/events`);
    return ((await answer.json()) as {events: readonly object[]}).events;
  };
  return {sandbox, bus: new EventBridgeBus(new AwsClients()), accepted};
}

const EVENT = {
  timeMs: Date.UTC(2026, 10, 27, 1, 40),
  source: 'lambda-release',
  detailType: 'Rollout step',
  resources: ['arn:a'],
  detail: {id: 'x'},
};

it('puts an event on its bus', async () => {
  const {bus, accepted} = await onSandbox();
  await bus.put('default', EVENT);
  expect(await accepted()).toMatchObject([
    {
      bus: 'default',
      busExists: true,
      event: {'detail-type': 'Rollout step', time: '2026-11-27T01:40:00Z', resources: ['arn:a'], detail: {id: 'x'}},
    },
  ]);
});

it('an event that is refused in an answer that says 200 is an error', async () => {
  const {bus, accepted} = await onSandbox();
  const put = bus.put('default', {...EVENT, source: 'aws.mine'});
  await expect(put).rejects.toMatchObject({
    code: 'AWS_ERROR',
    message: expect.stringContaining('NotAuthorizedForSource'),
  });
  expect(await accepted()).toEqual([]);
});

it('a caller who may not is told which permission he needs', async () => {
  const {sandbox, bus} = await onSandbox();
  sandbox.addFault({service: 'events', kind: 'error', status: 400, code: 'AccessDeniedException', message: 'No.'});
  await expect(bus.put('default', EVENT)).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
    details: {operation: 'events:PutEvents'},
  });
});
