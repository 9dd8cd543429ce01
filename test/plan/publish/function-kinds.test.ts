import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {publishFunction} from '../../../src/lib/execute/publish/publish.js';
import {readinessFindings} from '../../../src/lib/plan/doctor/readiness.js';
import {kindRefusals} from '../../../src/lib/plan/publish/function-refusals.js';
import {planPublish} from '../../../src/lib/plan/publish/publish.js';
import {planRollout} from '../../../src/lib/plan/rollout/rollout.js';
import type {
  ConfigurationChange,
  FunctionConfiguration,
  FunctionsPort,
} from '../../../src/lib/ports/lambda/functions.js';
import {aSpec, aWorld, observed, REF, START_MS} from '../../execute/rollout/rollout-world.js';
import {aFunction} from '../../fakes/a-function.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeSigning} from '../../fakes/fake-signing.js';

const zip = Buffer.from('the new code');
const codeSha256 = createHash('sha256').update(zip).digest('base64');
const PACKAGE = {contentDigest: 'c'.repeat(43), codeSha256, zippedBytes: zip.byteLength, unzippedBytes: 100};
const SPEC = {functionName: 'checkout', package: PACKAGE, configuration: {}, create: false, versionDescription: ''};
const SMOKE = {name: 'ok.json', payload: '{}', expect: {}, folder: '/'};

function refusedPublish(change: Partial<FunctionConfiguration>, configuration: ConfigurationChange = {}): string[] {
  const planned = planPublish({...SPEC, configuration}, {functionName: 'checkout', latest: aFunction(change)});
  return planned.ok ? [] : planned.refusals.map(({code}) => code);
}

function refusedRollout(change: Partial<FunctionConfiguration>, smoke = [SMOKE]): string[] {
  const versions = new Map(['6', '7'].map((version) => [version, aFunction({version, ...change})]));
  const planned = planRollout(
    aSpec({checks: {smoke, hooks: {}}}),
    observed(aWorld().newest(REF), {versions}),
    START_MS,
  );
  return planned.ok ? [] : planned.refusals.map(({code}) => code);
}

describe('functions that are not like most', () => {
  it('of a capacity provider are refused by name: published, rolled out, and by the doctor', () => {
    const change = {capacityProviderArn: 'arn:aws:lambda:eu-west-1:123456789012:capacity-provider:large'};
    expect(refusedPublish(change)).toEqual(['CAPACITY_PROVIDER']);
    expect(kindRefusals(aFunction(change))[0]?.message).toContain('memory to 32768 MB, timeout to 5400 s');
    expect(refusedRollout(change)).toEqual(['CAPACITY_PROVIDER']);
    const rollout = observed(aWorld().newest(REF));
    const findings = readinessFindings({rollout, latest: aFunction(change), hasSteps: true});
    expect(findings.map(({code}) => code)).toEqual(['CAPACITY_PROVIDER']);
  });

  it('that isolate tenants take no smoke tests, which name no tenant', () => {
    const change = {tenantIsolation: 'PER_TENANT'};
    expect(refusedRollout(change)).toEqual(['TENANT_ISOLATED']);
    expect([...refusedRollout(change, []), ...refusedPublish(change)]).toEqual([]);
  });

  it.each([
    ['CAPACITY_PROVIDER', {capacityProviderArn: 'arn:provider'}],
    ['TENANT_ISOLATED', {tenantIsolation: 'PER_TENANT'}],
  ])('are refused by %s also where the alias is created', (code, change) => {
    const versions = new Map([['7', aFunction({version: '7', ...change})]]);
    const {alias: _none, ...without} = observed(aWorld().newest(REF), {versions});
    const spec = aSpec({checks: {smoke: [SMOKE], hooks: {}}, createAlias: true});
    const planned = planRollout(spec, without, START_MS);
    expect(planned.ok ? [] : planned.refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  it.each<[string, ConfigurationChange, string[]]>([
    ['python3.13', {runtime: 'python3.14'}, []],
    ['python3.13', {runtime: 'python3.11'}, ['SNAP_START_CONFLICT']],
    ['java21', {runtime: 'provided.al2023'}, ['SNAP_START_CONFLICT']],
    ['nodejs26.x', {runtime: 'nodejs28.x'}, []],
    ['dotnet8', {ephemeralStorageMb: 512, fileSystems: []}, []],
    ['dotnet8', {ephemeralStorageMb: 1_024}, ['SNAP_START_CONFLICT']],
    ['java21', {fileSystems: [{arn: 'arn:access-point', mountPath: '/mnt/a'}]}, ['SNAP_START_CONFLICT']],
  ])('with SnapStart on %s, given %j: %j', (runtime, configuration, codes) => {
    expect(refusedPublish({runtime, takesSnapshots: true}, configuration)).toEqual(codes);
    expect(refusedPublish({runtime}, configuration)).toEqual([]);
  });

  it('whose executions are durable are released as any other', () => {
    expect([...refusedRollout({isDurable: true}), ...refusedPublish({isDurable: true})]).toEqual([]);
  });

  it.each(['$LATEST', '$LATEST.PUBLISHED'])('whose alias is on %s have nothing to go back to', (stable) => {
    const alias = aWorld().newest(REF);
    const planned = planRollout(aSpec(), observed(alias && {...alias, stable}), START_MS);
    expect(planned.ok ? [] : planned.refusals).toMatchObject([
      {code: 'LATEST_NOT_ALLOWED', message: expect.stringContaining(`${stable} changes`)},
    ]);
  });
});

describe('what an update of code would take away', () => {
  it('the reference to code in S3: refused while the code has to travel, and only then', () => {
    expect(refusedPublish({codeInS3: 's3://code/a.zip'})).toEqual(['CODE_REFERENCED']);
    expect(refusedPublish({codeInS3: 's3://code/a.zip', codeSha256, timeoutSeconds: 9})).toEqual([]);
  });

  it.each([['arn:aws:kms:eu-west-1:123456789012:key/k'], [undefined]])(
    'the key of the code: %s is sent again',
    async (key) => {
      const clock = new FakeClock();
      const functions = new FakeFunctions(clock, aFunction(key === undefined ? {} : {sourceKmsKeyArn: key}));
      const sent: (string | undefined)[] = [];
      const updateCode = functions.updateCode.bind(functions);
      functions.updateCode = async (input: Parameters<FunctionsPort['updateCode']>[0]) => {
        sent.push(input.sourceKmsKeyArn);
        return updateCode(input);
      };
      const latest = await functions.getFunction('checkout');
      const planned = planPublish(SPEC, {functionName: 'checkout', ...(latest && {latest})});
      if (!planned.ok) throw new Error('refused');
      const deps = {
        clock,
        functions,
        events: new EventRecorder(),
        signing: new FakeSigning(),
        artifacts: new FakeArtifacts(),
        layers: new FakeLayers(),
      };
      await publishFunction(deps, {plan: planned.plan, zip});
      expect(sent).toEqual([key]);
    },
  );
});
