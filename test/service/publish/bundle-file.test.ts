import path from 'node:path';
import {expect, test} from 'vitest';
import {parseReleaseFile} from '../../../src/lib/config/parse-release-file.js';
import {buildDeploymentPackage} from '../../../src/lib/package/build-deployment-package.js';
import {openBundle} from '../../../src/lib/package/bundle/open.js';
import {writeBundleFile} from '../../../src/lib/service/publish/bundle-file.js';
import {readReleaseInput} from '../../../src/lib/service/release-input.js';
import {readRolloutChecks} from '../../../src/lib/service/rollout/checks.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

const RELEASE_FILE = `functions: {checkout: {source: dist}}
rollout:
  alias: live
  steps: 10%:5m
  smoke: [{event: events/ok.json}, {event: events/refund.json}]
`;

function aProject(events: Readonly<Record<string, string>>) {
  const folder = writeTree(tempFolder(), {'release.yml': RELEASE_FILE, 'dist/index.js': 'x', ...events});
  const file = parseReleaseFile(RELEASE_FILE, path.join(folder, 'release.yml'));
  const write = async (out: string) => {
    const request = {sourceDir: path.join(folder, 'dist'), sink: new EventRecorder()};
    const built = await buildDeploymentPackage(request);
    return writeBundleFile(out, [{functionName: 'checkout', ...built}], file, {folder, environment: {}});
  };
  return {folder, write};
}

test('the job that releases finds the events of the smoke tests in the bundle, without a checkout', async () => {
  const {write} = aProject({'events/ok.json': '{"id": 1}', 'events/refund.json': '{"id": 2}'});
  const elsewhere = tempFolder();
  const bundle = path.join(elsewhere, 'release.zip');
  await write(bundle);
  expect([...(await openBundle(bundle)).events.keys()]).toEqual(['events/ok.json', 'events/refund.json']);
  const {file} = await readReleaseInput({folder: elsewhere}, [], {bundle});
  const {smoke} = await readRolloutChecks({}, file, elsewhere);
  expect(smoke.map(({name, payload}) => [name, payload])).toEqual([
    ['events/ok.json', '{"id": 1}'],
    ['events/refund.json', '{"id": 2}'],
  ]);
});

test('an event that is not there yet is left to the job that releases, and one that cannot be read is named', async () => {
  const later = aProject({'events/ok.json': '{}'});
  const bundle = path.join(later.folder, 'b.zip');
  await later.write(bundle);
  expect([...(await openBundle(bundle)).events.keys()]).toEqual(['events/ok.json']);

  const {folder, write} = aProject({'events/ok.json': '{}', 'events/refund.json/folder': ''});
  await expect(write(path.join(folder, 'b.zip'))).rejects.toMatchObject({
    code: 'SMOKE_EVENT_UNREADABLE',
    exitCode: 2,
    message: expect.stringContaining('events/refund.json'),
  });
});
