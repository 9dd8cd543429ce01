import {expect, it} from 'vitest';
import {deployFunction} from '../../../src/lib/execute/rollout/deploy.js';
import {planAsyncSettings} from '../../../src/lib/plan/publish/async-settings.js';
import {aFunction} from '../../fakes/a-function.js';
import {FakeArtifacts} from '../../fakes/fake-artifacts.js';
import {FakeConcurrency} from '../../fakes/fake-concurrency.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeSigning} from '../../fakes/fake-signing.js';
import {FakeTags} from '../../fakes/fake-tags.js';
import {noCallers} from '../../fakes/no-callers.js';
import {aProcess, aSpec, REF} from './rollout-world.js';

/** A release of version 7, published before, that wants other retries on the alias; `put` is what the alias served then. */
async function release(spec: {readonly detach: boolean}) {
  const process = aProcess();
  const put: string[] = [];
  const asyncSettings = {
    getAsyncSettings: async () => undefined,
    putAsyncSettings: async () => {
      put.push(JSON.stringify(process.world.newest(REF)?.candidate ?? process.world.newest(REF)?.stable));
    },
  };
  const {candidate: _candidate, ...rollout} = aSpec(spec);
  const plan = {
    kind: 'nothing',
    functionName: REF.functionName,
    contentDigest: 'c'.repeat(43),
    codeSha256: 'sha',
    zippedBytes: 1,
    size: {unzippedBytes: 1, limitBytes: 2, attachedLayers: 0, attachedZippedBytes: 0},
    changes: [],
    changedFields: [],
    newest: aFunction({version: '7'}),
  } as const;
  const publish = {plan, zip: new Uint8Array()};
  const aliasSettings = planAsyncSettings(REF, {retries: 2}, {retries: 0});
  const deps = {
    ...process.deps,
    asyncSettings,
    tags: new FakeTags(),
    concurrency: new FakeConcurrency(),
    signing: new FakeSigning(),
    artifacts: new FakeArtifacts(),
    layers: new FakeLayers(),
    callers: noCallers,
  };
  const result = await deployFunction(deps, {publish, rollout, aliasSettings}, process.controller.signal);
  return {result, put, warnings: process.events.of('warning')};
}

it('sets the settings of the alias when the version has all traffic', async () => {
  const {result, put} = await release({detach: false});
  expect(result).toMatchObject({traffic: 'promoted', changedAliasSettings: ['asyncInvoke.retries']});
  expect(put).toEqual(['"7"']);
});

it('does not set them at the first step of a rollout that others end, and says so', async () => {
  const {result, put, warnings} = await release({detach: true});
  expect(result).toMatchObject({traffic: 'detached', changedAliasSettings: []});
  expect(put).toEqual([]);
  expect(warnings).toEqual([
    expect.objectContaining({
      code: 'ALIAS_SETTINGS_NOT_SET',
      message: expect.stringMatching(/asyncInvoke\.retries .*not set\. Run deploy again/),
    }),
  ]);
});
