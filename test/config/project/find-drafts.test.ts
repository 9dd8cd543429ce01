import {describe, expect, it} from 'vitest';
import {findDrafts} from '../../../src/lib/config/project/find-drafts.js';
import {tempFolder, writeTree} from '../../package/temp-folder.js';
import {likeliest} from './likeliest.js';

describe('anything else', () => {
  it.each<[string, RegExp]>([
    ['go.mod', /go build .* --handler bootstrap$/],
    ['pom.xml', /mvn package.* --source target\/NAME\.jar .*::method$/],
    ['build.gradle.kts', /gradle shadowJar.* --source build\/libs\/NAME-all\.jar .*::method$/],
    ['Cargo.toml', /cargo lambda build/],
    ['function.jsonnet', /lambroll render > function\.json$/],
    ['serverless.ts', /serverless print > serverless\.yml$/],
  ])('is named, with what to do: %s', async (file, remark) => {
    const {draft, remarks} = await likeliest({[file]: ''});
    expect(draft).toBeUndefined();
    expect(remarks).toEqual([expect.stringMatching(remark)]);
  });

  it('comes after a file that names functions, and with it', async () => {
    const {drafts} = await findDrafts(
      writeTree(tempFolder(), {
        'package.json': '{"name": "checkout"}',
        'index.js': 'export const handler = 1;',
        'function.json': '{"FunctionName": "pay", "Handler": "index.handler"}',
        'app.py': 'def lambda_handler(event, context): 1',
      }),
    );
    expect(drafts.map(({functions: [first]}) => first?.settings.handler)).toEqual([
      'index.handler',
      'index.handler',
      'app.lambda_handler',
    ]);
    expect(drafts[0]?.functions[0]?.key).toBe('pay');
  });

  it.each<[string, string, RegExp]>([
    ['package.json', '{', /package\.json cannot be read as JSON/],
    ['pyproject.toml', '= 1', /pyproject\.toml cannot be read as TOML/],
    ['template.yaml', 'a: [', /template\.yaml cannot be read as YAML/],
  ])('that is broken is told, with its file: %s', async (file, text, message) => {
    await expect(findDrafts(writeTree(tempFolder(), {[file]: text}))).rejects.toMatchObject({
      exitCode: 2,
      code: 'PROJECT_FILE_INVALID',
      message: expect.stringMatching(message),
    });
  });
});
