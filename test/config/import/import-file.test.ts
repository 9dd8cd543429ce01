import {describe, expect, it} from 'vitest';
import {importFile, requireImport} from '../../../src/lib/config/import/import-file.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

function imported(file: string, text: string, tree: Tree = {}) {
  return importFile(writeTree(tempFolder(), {[file]: text, ...tree}), file);
}

describe('function.json of lambroll', () => {
  const FUNCTION = {
    FunctionName: 'checkout',
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    MemorySize: 128,
    Timeout: 3,
    Role: 'arn:aws:iam::123456789012:role/checkout',
    Architectures: ['arm64'],
    Environment: {Variables: {TOKEN: 'hush'}},
  };

  it('brings what it says of the function; its folder is the source and current the alias', async () => {
    const draft = await imported('function.json', JSON.stringify(FUNCTION));
    expect(draft?.functions).toEqual([
      {
        key: 'checkout',
        source: '.',
        isBuilt: false,
        settings: {
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          memory: 128,
          timeout: '3s',
          architecture: 'arm64',
          role: 'arn:aws:iam::123456789012:role/checkout',
        },
        variables: ['TOKEN'],
      },
    ]);
    expect(draft?.rollout).toEqual({alias: 'current'});
    expect(draft?.gaps).toEqual([]);
    expect(JSON.stringify(draft)).not.toContain('hush');
  });

  it('leaves out what lambroll puts together when it runs, and says so', async () => {
    const templated = {
      ...FUNCTION,
      FunctionName: 'x-{{ must_env `STAGE` }}',
      Timeout: '{{ env `T` `3` }}',
      Role: '{{ x }}',
    };
    const draft = await imported('function.json', JSON.stringify(templated));
    expect(draft?.functions[0]?.settings).toMatchObject({memory: 128});
    expect(Object.keys(draft?.functions[0]?.settings ?? {})).not.toContain('role');
    expect(draft?.gaps).toEqual([expect.stringMatching(/^FunctionName/), expect.stringMatching(/^What Timeout/)]);
  });
});

describe('serverless.yml', () => {
  const FILE = `
service: shop
custom: {memory: 512}
provider:
  name: aws
  runtime: nodejs22.x
  stage: \${opt:stage, 'prod'}
  timeout: 6
  environment: {TOKEN: hush}
functions:
  checkout:
    handler: src/checkout.handler
    memorySize: \${self:custom.memory}
    environment: {TABLE: !Ref Table}
  pay:
    name: pay-\${sls:stage}
    handler: pay.handler
    timeout: \${param:timeout}
    architecture: arm64
  drawn:
    image: drawn
`;

  it('has a function for each entry, named as the framework names it', async () => {
    const draft = await imported('serverless.yml', FILE);
    expect(draft?.functions).toEqual([
      {
        key: 'shop-prod-checkout',
        source: '.',
        isBuilt: false,
        settings: {handler: 'src/checkout.handler', runtime: 'nodejs22.x', memory: 512, timeout: '6s'},
        variables: ['TOKEN', 'TABLE'],
      },
      {
        key: 'pay-prod',
        source: '.',
        isBuilt: false,
        settings: {handler: 'pay.handler', runtime: 'nodejs22.x', architecture: 'arm64'},
        variables: ['TOKEN'],
      },
    ]);
    expect(draft?.gaps).toEqual([
      expect.stringMatching(/^pay: what timeout will be is known to the framework alone/),
      expect.stringMatching(/^drawn is a container image/),
    ]);
    expect(JSON.stringify(draft)).not.toContain('hush');
  });

  it.each<[string, RegExp, Tree?]>([
    ['plugins: [serverless-esbuild]', /bundles the code itself/],
    ['frameworkVersion: "4"', /bundles the code itself/, {'src/checkout.ts': ''}],
    ['package: {patterns: ["!tests/**"]}', /belongs into \.lambdaignore/],
  ])('says what it leaves to the framework: %s', async (line, gap, tree) => {
    const draft = await imported('serverless.yml', `${line}\n${FILE.replace(/ {2}pay:[\s\S]*/, '')}`, tree);
    expect(draft?.gaps).toEqual([expect.stringMatching(gap)]);
  });

  it('ends where variables lead to each other', async () => {
    const text = `service: a\ncustom: {x: "\${self:custom.y}", y: "\${self:custom.x}"}\nfunctions: {f: {handler: "\${self:custom.x}"}}`;
    expect((await imported('serverless.yml', text))?.gaps).toEqual([expect.stringContaining('what handler will be')]);
  });
});

describe('a file that was asked for', () => {
  it('counts from its own folder', async () => {
    const draft = await imported('infra/function.json', '{"FunctionName": "a"}');
    expect(draft?.functions[0]?.source).toBe('infra');
    const sam = 'Resources: {A: {Type: "AWS::Serverless::Function", Properties: {CodeUri: ../code, Metadata: {}}}}';
    expect((await imported('infra/t.yaml', sam))?.functions[0]?.source).toBe('code');
  });

  it('is built from there', async () => {
    const sam = 'Resources: {A: {Type: "AWS::Serverless::Function", Properties: {CodeUri: code}}}';
    const draft = await imported('my infra/t.yaml', sam, {'my infra/code/package.json': '{}'});
    expect(draft?.functions[0]?.source).toBe('my infra/.aws-sam/build/A');
    expect(draft?.build).toEqual(["sam build --template 'my infra/t.yaml' --build-dir 'my infra/.aws-sam/build'"]);
  });

  it.each<[string, string | undefined, string, RegExp]>([
    ['gone.yaml', undefined, 'IMPORT_NOT_FOUND', /There is no file gone\.yaml/],
    ['a.yaml', 'a: 1', 'IMPORT_EMPTY', /a\.yaml names no function/],
    ['function.jsonnet', '{}', 'IMPORT_EMPTY', /is a program/],
    ['b.json', '{"a": ', 'PROJECT_FILE_INVALID', /b\.json cannot be read/],
  ])('that gives nothing is told: %s', async (file, text, code, message) => {
    const folder = writeTree(tempFolder(), text === undefined ? {} : {[file]: text});
    await expect(requireImport(folder, file)).rejects.toMatchObject({
      code,
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
