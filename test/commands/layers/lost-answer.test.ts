import {expect, it, onTestFinished, vi} from 'vitest';
import LayersList from '../../../src/commands/layers/list.js';
import LayersPublish from '../../../src/commands/layers/publish.js';
import {runCommand} from '../../cli/run-command.js';
import {anNpmProject} from '../../package/layer/an-npm-project.js';
import type {FaultKind} from '../../proxy/fault.js';
import {FaultProxy} from '../../proxy/fault-proxy.js';
import {openSandbox} from '../on-sandbox.js';

/** As the proxy names it. */
const PUBLISH = 'POST /2018-10-31/layers/words/versions';

it.each<FaultKind>(['reset-after', 'truncate', 'server-error-after', 'reset-before', 'html'])(
  'a layer is published once, whatever becomes of the answer: %s',
  async (kind) => {
    const sandbox = await openSandbox();
    const proxy = await FaultProxy.start(sandbox);
    onTestFinished(() => proxy.close());
    vi.stubEnv('AWS_ENDPOINT_URL', proxy.endpoint);
    proxy.begin(sandbox.region, {faults: [{kind, operation: PUBLISH, nth: 1}]});
    const {stdout} = await runCommand(LayersPublish, [anNpmProject(), '--name', 'words', '--json']);
    expect(proxy.happened(sandbox.region)).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ok: true, result: {layer: {changed: true}}});
    const {layers} = JSON.parse((await runCommand(LayersList, ['words', '--json'])).stdout).result;
    expect(layers.map(({version}: {version: number}) => version)).toEqual([1]);
    const sent = sandbox.calls().filter(({operation}) => operation === 'PublishLayerVersion');
    expect(sent).toHaveLength(1);
  },
);
