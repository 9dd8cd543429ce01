import {createHash} from 'node:crypto';
import {describe, expect, onTestFinished, test} from 'vitest';
import {AwsClients} from '../../../src/lib/aws/clients.js';
import {createWiring} from '../../../src/lib/cli/wiring.js';
import {reserveConcurrency} from '../../../src/lib/execute/concurrency/concurrency.js';
import type {PublishDeps} from '../../../src/lib/execute/publish/deps.js';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {formatClockSpeed} from '../../../src/lib/model/clock-speed.js';
import {observeConcurrency} from '../../../src/lib/observe/concurrency/concurrency.js';
import {observeFunction} from '../../../src/lib/observe/publish/function.js';
import {planClear, planReserve} from '../../../src/lib/plan/concurrency/concurrency.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import type {PublishSpec} from '../../../src/lib/plan/publish/spec.js';
import {type SandboxOptions, startSandbox} from '../../../src/lib/sandbox/start.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {zipOf} from '../../sandbox/zip-of.js';
import {stubEnvironment} from '../stub-aws.js';

const ROLE = 'arn:aws:iam::000000000000:role/checkout';

/** The sandbox a hundred times as fast as the wall, and the product's own wiring on it. */
async function aSandbox(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({speed: 100, ...options});
  onTestFinished(() => sandbox.close());
  const environment = {
    AWS_ENDPOINT_URL: sandbox.endpoint,
    AWS_REGION: sandbox.region,
    LAMBDA_RELEASE_CLOCK: formatClockSpeed(sandbox.clock.speed),
  };
  stubEnvironment(environment);
  const deps = {...createWiring({}, environment), events: new EventRecorder()};
  return {sandbox, deps, publish: (zip: Buffer, spec: Partial<PublishSpec> = {}) => publish(deps, zip, spec)};
}

async function publish(deps: PublishDeps, zip: Buffer, spec: Partial<PublishSpec>) {
  const planned = planPublish(
    {
      functionName: 'checkout',
      package: {
        contentDigest: 'c'.repeat(43),
        codeSha256: createHash('sha256').update(zip).digest('base64'),
        zippedBytes: zip.byteLength,
        unzippedBytes: 100,
      },
      configuration: {},
      create: false,
      versionDescription: 'a1b2c3',
      ...spec,
    },
    await observeFunction(deps, 'checkout'),
  );
  if (!planned.ok) throw new Error(planned.refusals.map(({message}) => message).join('\n'));
  return publishFunction(deps, {plan: planned.plan, zip});
}

const CREATION = {create: true, configuration: {role: ROLE, runtime: 'nodejs22.x', handler: 'index.handler'}};
/** Made once: a zip carries the time it was made at, and would be other code two seconds later. */
const ONE = await aZip('one');
const TWO = await aZip('two');
const LARGE = await aZip('large');

function aZip(text: string): Promise<Buffer> {
  return zipOf({'index.mjs': `export const handler = async () => '${text}';`});
}

describe('publishing against the sandbox', () => {
  test('from nothing to the third version', async () => {
    const {deps, publish} = await aSandbox();
    expect(await publish(ONE, CREATION)).toMatchObject({version: '1', created: true, uploaded: 'inline'});
    expect(await publish(ONE)).toMatchObject({version: '1', changed: false});
    expect(await publish(TWO, {configuration: {memoryMb: 256, environment: {AA: 'b'}}})).toMatchObject({
      version: '2',
      previousVersion: '1',
      changed: true,
      changedFields: ['code', 'memory', 'environment'],
    });
    const third = await publish(TWO, {configuration: {environment: {CC: 'd'}}});
    expect(third).toMatchObject({version: '3', changedFields: ['environment']});
    expect(await deps.functions.getFunction('checkout', '3')).toMatchObject({
      memoryMb: 256,
      environment: {AA: 'b', CC: 'd'},
      description: expect.stringMatching(/^a1b2c3 content:c{43}\.\S{8}$/),
      state: 'Active',
    });
    expect((await deps.functions.listVersions('checkout')).map(({version}) => version)).toEqual(['1', '2', '3']);
  });

  test('a package that is too large for a request goes through S3, once', async () => {
    const {deps, publish} = await aSandbox();
    const {client, sdk} = await new AwsClients().s3();
    await client.send(new sdk.CreateBucketCommand({Bucket: 'my-releases'}));
    await publish(ONE, CREATION);
    const codeSha256 = createHash('sha256').update(LARGE).digest('base64');
    const contentDigest = 'c'.repeat(43);
    const spec = {
      package: {contentDigest, codeSha256, zippedBytes: 60_000_000, unzippedBytes: 100},
      artifacts: {bucket: 'my-releases', prefix: 'lambda/'},
    };
    expect(await publish(LARGE, spec)).toMatchObject({version: '2', uploaded: 's3'});
    const stored = await deps.artifacts.store({...spec.artifacts, zip: LARGE, contentDigest, codeSha256});
    expect(stored).toMatchObject({uploaded: false, key: `lambda/${contentDigest}.zip`});
  });

  test.each(['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'PublishVersion'] as const)(
    'the lost answer of %s changes nothing about the outcome',
    async (operation) => {
      const {sandbox, deps, publish} = await aSandbox();
      await publish(ONE, CREATION);
      sandbox.addFault({kind: 'lost-response', service: 'lambda', operation});
      const result = await publish(TWO, {configuration: {memoryMb: 256}});
      expect(result).toMatchObject({version: '2', changed: true});
      expect(sandbox.calls().filter((call) => call.operation === operation).length).toBeGreaterThan(1);
      expect(await deps.functions.listVersions('checkout')).toHaveLength(2);
    },
  );

  test('a web page instead of an answer is not taken for one', async () => {
    const {sandbox, deps} = await aSandbox();
    sandbox.addFault({kind: 'html', count: 0});
    await expect(deps.functions.getFunction('checkout')).rejects.toMatchObject({code: 'NOT_AN_AWS_ENDPOINT'});
  });

  test('what a conflict, an unknown function and a wrong code hash are called', async () => {
    const {sandbox, deps, publish} = await aSandbox({updateDelayMs: 1_000_000});
    await expect(deps.functions.listVersions('checkout')).rejects.toMatchObject({code: 'FUNCTION_NOT_FOUND'});
    const publishing = publish(ONE, CREATION);
    const settling = setInterval(() => sandbox.settle(), 10);
    onTestFinished(() => clearInterval(settling));
    await publishing;
    clearInterval(settling);
    const latest = await deps.functions.getFunction('checkout');
    if (latest === undefined) throw new Error('The function is gone.');
    const wrongCode = {functionName: 'checkout', codeSha256: 'bm8=', revisionId: latest.revisionId, description: ''};
    await expect(deps.functions.publishVersion(wrongCode)).rejects.toMatchObject({code: 'CODE_SHA_MISMATCH'});
    const change = {functionName: 'checkout', change: {memoryMb: 512}, revisionId: 'old'};
    await expect(deps.functions.updateConfiguration(change)).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    await deps.functions.updateConfiguration({...change, revisionId: latest.revisionId});
    await expect(deps.functions.updateConfiguration(change)).rejects.toMatchObject({code: 'UPDATE_IN_PROGRESS'});
  });
});

describe('aliases against the sandbox', () => {
  test('weights are written, read back and cleared', async () => {
    const {deps, publish} = await aSandbox();
    await publish(ONE, CREATION);
    await publish(TWO);
    const ref = {functionName: 'checkout', alias: 'live'};
    expect(await deps.aliases.getAlias(ref)).toBeUndefined();
    const created = await deps.aliases.createAlias({...ref, version: '1', description: 'live traffic'});
    const write = {...ref, stable: '1', description: 'live traffic'};
    const candidate = {version: '2', weightPercent: 14.35};
    const weighted = await deps.aliases.writeAlias({...write, candidate, revisionId: created.revisionId});
    expect(weighted).toMatchObject({stable: '1', candidate});
    const stale = deps.aliases.writeAlias({...write, revisionId: created.revisionId});
    await expect(stale).rejects.toMatchObject({code: 'PRECONDITION_FAILED'});
    await deps.aliases.writeAlias({...write, stable: '2', revisionId: weighted.revisionId});
    expect(await deps.aliases.getAlias(ref)).toEqual({
      ...ref,
      aliasArn: created.aliasArn,
      stable: '2',
      description: 'live traffic',
      revisionId: expect.any(String),
    });
    expect(await deps.provisioned.getProvisioned(ref)).toBeUndefined();
  });
});

describe('concurrency against the sandbox', () => {
  test('is reserved, refused at the floor, and cleared', async () => {
    const {deps, publish} = await aSandbox({accountConcurrency: 200});
    await publish(ONE, CREATION);
    const reserve = async (wanted: number) => {
      const planned = planReserve(await observeConcurrency(deps, 'checkout'), wanted);
      if (!planned.ok) throw new Error(planned.refusals[0].message);
      await reserveConcurrency(deps, planned.plan);
      const {reserved, account} = await observeConcurrency(deps, 'checkout');
      return {reserved, unreserved: account.unreserved};
    };
    expect(await reserve(0)).toEqual({reserved: 0, unreserved: 200});
    expect(await reserve(60)).toEqual({reserved: 60, unreserved: 140});
    await expect(reserve(150)).rejects.toMatchObject({code: 'UNRESERVED_FLOOR', details: {floor: 100, most: 100}});
    const observed = await observeConcurrency(deps, 'checkout', {listReservations: true});
    expect(observed.reservations).toEqual([{functionName: 'checkout', reserved: 60}]);
    await reserveConcurrency(deps, planClear(observed));
    expect(await deps.concurrency.getReserved('checkout')).toBeUndefined();
  });
});

describe('identity and metrics against the sandbox', () => {
  test('the caller is known, and an alias without traffic has no minutes', async () => {
    const {sandbox, deps} = await aSandbox();
    expect(await deps.identity.whoAmI()).toMatchObject({accountId: sandbox.accountId, region: sandbox.region});
    const toMs = Math.floor(sandbox.clock.now() / 60_000) * 60_000;
    const query = {functionName: 'checkout', alias: 'live', versions: ['1', '2'], fromMs: toMs - 600_000, toMs};
    expect(await deps.metrics.readAliasMetrics(query)).toEqual({minutes: [], throttles: []});
  });
});
