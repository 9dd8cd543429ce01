import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parseReleaseFile} from '../../../src/lib/config/parse-release-file.js';
import type {DraftFunction, DraftSettings} from '../../../src/lib/config/project/draft.js';
import {type ReleaseTextSpec, releaseText} from '../../../src/lib/config/scaffold/release-text.js';
import {schemaAddress} from '../../../src/lib/config/scaffold/schema-address.js';
import {parseSteps} from '../../../src/lib/model/rollout/step.js';
import {packageRoot} from '../../../src/lib/package-root.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';

const template = await readFile(path.join(packageRoot, 'templates/release.yml'), 'utf8');
const LAYER = 'arn:aws:lambda:eu-west-1:123456789012:layer:fonts:3';

const CHECKOUT: DraftFunction = {key: 'checkout', source: 'dist', isBuilt: true, settings: {}};

function written(spec: Partial<ReleaseTextSpec>) {
  const text = releaseText(template, {functions: [CHECKOUT], rollout: {}, alias: 'live', schema: 'https://x', ...spec});
  return {text, lines: text.split('\n'), file: parseReleaseFile(text, '/p/release.yml')};
}

describe('a new release file', () => {
  it('without any setting is the template, with the function in the place of its own', () => {
    const {text} = written({schema: './node_modules/lambda-release/schemas/release.schema.json'});
    expect(text).toBe(
      template.replace(/^ {2}my-function:/m, '  checkout:').replace(/(role|ssm:)\/my-function/g, '$1/checkout'),
    );
  });

  it('has every setting where it is explained, and the explanation behind it', () => {
    const settings: DraftSettings = {
      build: 'npm run build',
      handler: 'a.b',
      runtime: 'python3.12',
      role: 'arn:aws:iam::123456789012:role/x',
      memory: 1024,
      timeout: '15m',
      ephemeralStorage: 2048,
      architecture: 'arm64',
      layers: [LAYER],
      layer: 'dependencies',
      tracing: 'Active',
    };
    const {file, lines} = written({functions: [{...CHECKOUT, settings}]});
    expect(file.functions.get('checkout')).toMatchObject({
      build: {command: 'npm run build'},
      architecture: 'arm64',
      layer: {},
      configuration: {
        handler: 'a.b',
        memoryMb: 1024,
        timeoutSeconds: 900,
        ephemeralStorageMb: 2048,
        layers: [LAYER],
        tracingMode: 'Active',
      },
    });
    expect(lines).toContain('    build: npm run build          # makes the source; run before it is packaged');
    expect(lines).toContain('    memory: 1024                  # MB, 128 to 10240');
    expect(lines).toContain('    layers:                       # replaces the list; at most five');
    expect(lines.filter((line) => /layer:dependencies:7|# memory: 512/.test(line))).toEqual([]);
  });

  it('has the other functions without explanations, and names by which they are found', () => {
    const {file, text} = written({
      functions: [
        {...CHECKOUT, name: 'shop-checkout', variables: ['TOKEN']},
        {key: 'Pay', nameCommand: 'aws lambda list-functions', source: 'a b', isBuilt: false, settings: {memory: 256}},
      ],
    });
    expect([...file.functions.keys()]).toEqual(['shop-checkout', 'Pay']);
    expect(file.functions.get('Pay')).toMatchObject({source: '/p/a b', configuration: {memoryMb: 256}});
    expect(text).toContain('    # aws lambda list-functions\n');
    expect(text).toContain('    # Variables that stay as they are: TOKEN\n');
  });

  it('has the alias, the steps and the alarms of a rollout', () => {
    const {file, lines} = written({alias: '1e3', rollout: {steps: parseSteps('10%:5m'), alarms: ['errors', 'a: b']}});
    expect(file.rollout).toMatchObject({
      alias: '1e3',
      steps: parseSteps('10%:5m'),
      analysis: {alarms: ['errors', 'a: b']},
    });
    expect(lines.filter((line) => line.startsWith('    alarms: '))).toEqual([
      expect.stringMatching(/^ {4}alarms: \[errors, "a: b"\] +# CloudWatch alarms; going red/),
    ]);
  });

  it('that moves all at once says so', () => {
    expect(written({rollout: {steps: []}}).file.rollout.steps).toEqual([]);
  });
});

describe('the address of the schema', () => {
  it.each([
    [
      'in the project where the tool is one of its packages',
      '{"devDependencies": {"lambda-release": "1"}}',
      /^\.\/node_modules\/lambda-release\/schemas\//,
    ],
    [
      'public and pinned elsewhere',
      '{}',
      /^https:\/\/unpkg\.com\/lambda-release@\d+\.\d+\.\d+\/schemas\/release\.schema\.json$/,
    ],
  ])('is %s', async (_where, manifest, address) => {
    expect(await schemaAddress(writeTree(tempFolder(), {'package.json': manifest}))).toMatch(address);
  });
});
