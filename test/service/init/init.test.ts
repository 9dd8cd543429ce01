import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {parseReleaseFile} from '../../../src/lib/config/parse-release-file.js';
import {init} from '../../../src/lib/service/init/init.js';
import type {InitOptions} from '../../../src/lib/service/init/init-options.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeHost} from '../../fakes/fake-host.js';
import {type Tree, tempFolder, writeTree} from '../../package/temp-folder.js';

const {signal} = new AbortController();

const SAM = `
Resources:
  Checkout: {Type: "AWS::Serverless::Function", Properties: {FunctionName: checkout, CodeUri: a, Handler: x.y, AutoPublishAlias: prod}}
  Pay: {Type: "AWS::Serverless::Function", Properties: {CodeUri: b, Handler: x.y}}
`;
const ENVIRONMENTS = 'functions: {checkout: {source: dist}}\nenvironments: {staging: {}, production: {}}\n';

/** A folder with these files, in which init is run by somebody who cannot be asked unless the host says otherwise. */
function aFolder(tree: Tree, {host = new FakeHost({canAsk: false}), environmentName = ''} = {}) {
  const folder = writeTree(path.join(tempFolder(), 'shop'), tree);
  const session = aSession({folder, host, ...(environmentName !== '' && {environmentName})});
  const run = (named?: string, options: Partial<InitOptions> = {}) =>
    init(session, named, {policy: false, ...options}, signal);
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const release = () => parseReleaseFile(read('release.yml'), path.join(folder, 'release.yml'));
  return {folder, host, run, read, release};
}

describe('what lies in a folder', () => {
  it('is taken over whole where it has several functions, whose alias is that of the first', async () => {
    const {run, release} = aFolder({'template.yaml': SAM});
    const report = await run();
    expect([...release().functions.keys()]).toEqual(['checkout', 'Pay']);
    expect(report).toMatchObject({alias: 'prod', functionName: 'checkout', origin: expect.stringContaining('AWS SAM')});
    expect(report.gaps).toContainEqual(expect.stringMatching(/^Pay has a name on AWS that its stack chose/));
    expect(report.next[0]?.commands).toEqual([expect.stringMatching(/^aws lambda list-functions/)]);
  });

  it('gives the function that was named, by its name or its logical id', async () => {
    const {run, release} = aFolder({'template.yaml': SAM});
    expect((await run('Pay')).functions).toEqual([{key: 'Pay', source: 'b'}]);
    expect([...release().functions.keys()]).toEqual(['Pay']);
  });

  it.each<[string, string | undefined, Partial<InitOptions>, string]>([
    ['a name that none of several has', 'cart', {}, 'FUNCTION_NOT_FOUND'],
    ['a flag of one function for several', undefined, {handler: 'a.b'}, 'FUNCTION_AMBIGUOUS'],
    ['an alias that is a version', undefined, {alias: '7'}, 'USAGE'],
  ])('is not guessed at: %s is refused', async (_what, named, options, code) => {
    const {run, folder} = aFolder({'template.yaml': SAM});
    const error = await run(named, options).catch((thrown: {code?: string; wayOut?: string}) => thrown);
    expect((error as {code?: string}).code ?? 'USAGE').toBe(code);
    expect(error).toBeInstanceOf(Error);
    expect(existsSync(path.join(folder, 'release.yml'))).toBe(false);
  });

  it('is left where --from names another file', async () => {
    const {run, release} = aFolder({
      'template.yaml': SAM,
      'old/function.json': '{"FunctionName": "cart", "Handler": "a.b"}',
    });
    await run(undefined, {from: 'old/function.json'});
    expect([...release().functions]).toMatchObject([['cart', {source: expect.stringMatching(/shop\/old$/)}]]);
  });

  it('that is a whole project gets a .lambdaignore, and one that is there is kept', async () => {
    const tree = {'requirements.txt': '', 'app.py': 'def handler(event, context): 1'};
    const {run, read} = aFolder(tree);
    expect((await run()).files).toContainEqual({file: '.lambdaignore', action: 'created'});
    expect(read('.lambdaignore')).toMatch(/^\/tests\/$/m);
    const other = aFolder({...tree, '.lambdaignore': '/mine/\n'});
    expect((await other.run()).files).toEqual([{file: 'release.yml', action: 'created'}]);
    expect(other.read('.lambdaignore')).toBe('/mine/\n');
  });

  it('and is no function is named', async () => {
    const {run} = aFolder({'go.mod': 'module x'});
    expect((await run()).gaps).toEqual([expect.stringContaining('Go is not built here')]);
  });
});

describe('a release file that is there', () => {
  it('is kept when nothing is said of it, with environments too', async () => {
    const {run, read} = aFolder({'release.yml': ENVIRONMENTS});
    expect((await run()).files).toEqual([{file: 'release.yml', action: 'unchanged'}]);
    expect(read('release.yml')).toBe(ENVIRONMENTS);
  });

  it('with environments wants one for a pipeline, which then releases to it', async () => {
    const without = aFolder({'release.yml': ENVIRONMENTS});
    await expect(without.run(undefined, {pipeline: 'github'})).rejects.toMatchObject({code: 'ENVIRONMENT_MISSING'});
    const {run, read} = aFolder({'release.yml': ENVIRONMENTS}, {environmentName: 'production'});
    await run(undefined, {pipeline: 'github'});
    expect(read('.github/workflows/release.yml')).toContain('deploy --environment production --yes');
  });

  it('is shown with what would change before anybody is asked, and left after a no', async () => {
    const host = new FakeHost({canAsk: false, agrees: false});
    const {run, read} = aFolder({'release.yml': 'functions: {old: {source: dist}}\n'}, {host});
    await expect(run('checkout')).rejects.toMatchObject({code: 'DECLINED'});
    expect(host.heard).toEqual([
      expect.stringMatching(/^plan: --- release\.yml[\s\S]*-functions: \{old: \{source: dist\}\}/),
      'ask: Overwrite release.yml?',
    ]);
    expect(read('release.yml')).toBe('functions: {old: {source: dist}}\n');
  });
});

describe('somebody who can be asked', () => {
  it('is asked for the handler where none was found, and nothing that a flag has said', async () => {
    const host = new FakeHost({answers: {Handler: 'main.run', 'A pipeline': 'codepipeline'}});
    const {run, read, folder} = aFolder({'dist/a.txt': ''}, {host});
    const report = await run('checkout', {source: 'dist', alias: 'prod', runtime: 'nodejs24.x'});
    expect(host.heard.filter((line) => line.startsWith('word'))).toEqual([
      'word: Folder of its code',
      'word: Handler, file.export seen from there; empty for later',
      'word: A pipeline that releases?',
    ]);
    expect(read('release.yml')).toMatch(/handler: main\.run\n {4}runtime: nodejs24\.x/);
    expect(report.gaps).toEqual([expect.stringContaining('service role of CodeBuild')]);
    expect(existsSync(path.join(folder, 'buildspec.yml'))).toBe(true);
  });
});
