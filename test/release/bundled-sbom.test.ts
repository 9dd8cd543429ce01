import {execFile} from 'node:child_process';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';
import {bundledSbom} from '../../scripts/release/bundled-sbom.js';
import {packageRoot} from '../../src/lib/package-root.js';

const component = (name: string, version = '1.0.0') => ({
  'bom-ref': `${name}@${version}`,
  name,
  version,
  scope: 'optional',
  properties: [{name: 'cdx:npm:package:development', value: 'true'}],
});
const installed = {
  metadata: {component: {'bom-ref': 'tool@1.0.0', name: 'a-folder'}},
  components: [component('yaml'), component('vitest'), component('@aws-sdk/core', '3.1.0')],
  dependencies: [
    {ref: 'tool@1.0.0', dependsOn: ['yaml@1.0.0', 'vitest@1.0.0']},
    {ref: 'vitest@1.0.0', dependsOn: ['yaml@1.0.0']},
  ],
};
const NOTICES =
  'yaml 1.0.0 (ISC)\n\nits licence\n\n----\n\n@aws-sdk/core 3.1.0 (Apache-2.0)\n\nversion 2.0 (of January 2004)\n';

it('lists what is in the package, as a part of it, and nothing that only builds it', () => {
  expect(bundledSbom(installed, NOTICES, 'tool')).toMatchObject({
    metadata: {component: {name: 'tool'}},
    components: [
      {name: 'yaml', scope: 'required'},
      {name: '@aws-sdk/core', scope: 'required'},
    ],
    dependencies: [{ref: 'tool@1.0.0', dependsOn: ['yaml@1.0.0']}],
  });
});

it('refuses to be silent about something bundled that npm does not know', () => {
  expect(() => bundledSbom({...installed, components: [component('yaml')]}, NOTICES, 'tool')).toThrow(
    'npm does not know what is bundled: @aws-sdk/core@3.1.0',
  );
});

it('of this package as it is built has the SDK and the parser, with where they come from, and no test runner', async () => {
  const tsx = path.join(packageRoot, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = path.join(packageRoot, 'scripts', 'release', 'sbom.ts');
  const {stdout} = await promisify(execFile)(process.execPath, [tsx, script], {maxBuffer: 64 * 1024 * 1024});
  const sbom = JSON.parse(stdout);
  const names = sbom.components.map(({name}: {name: string}) => name);

  expect(sbom).toMatchObject({bomFormat: 'CycloneDX', metadata: {component: {name: 'lambda-release'}}});
  expect(names).toEqual(expect.arrayContaining(['@aws-sdk/client-lambda', 'yaml', 'zod', '@oclif/core']));
  expect(names).not.toEqual(expect.arrayContaining(['vitest']));
  expect(names).not.toEqual(expect.arrayContaining(['esbuild']));
  for (const {purl, hashes} of sbom.components) expect({purl, hashes}).toMatchObject({purl: /./, hashes: [{}]});
});
