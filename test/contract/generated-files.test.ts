import {expect, test} from 'vitest';
import {generateFiles, staleFiles} from '../../scripts/docs/generated-files.js';
import {releaseFilePage} from '../../scripts/docs/release-file-page.js';

test('manifest, command pages, exit codes and schemas are what "npm run docs" writes', async () => {
  const files = await generateFiles();

  expect([...files.keys()]).toEqual([
    'oclif.manifest.json',
    'docs/commands.md',
    'docs/exit-codes.md',
    'docs/release-file.md',
    'schemas/notification.schema.json',
    'schemas/release.schema.json',
  ]);
  expect(await staleFiles(files)).toEqual([]);
});

test('the page of the release file says what each value is: a range where there is one, text only where it is text', () => {
  const properties = {
    bounded: {type: 'number', minimum: 1, maximum: 100},
    floor: {type: 'integer', minimum: 1},
    ceiling: {type: 'integer', maximum: 5},
    free: {type: 'number'},
    name: {type: 'string'},
    anything: {},
    shown: {type: 'object', examples: [{service: 'checkout', stage: 'live'}, ['a', 'b']]},
  };
  const values = [...releaseFilePage({properties}).matchAll(/^\| `(\w+)` \| (.+?) \|/gm)];
  expect(Object.fromEntries(values.map(([, name, value]) => [name, value]))).toEqual({
    bounded: 'number, 1 to 100',
    floor: 'whole number, 1 at least',
    ceiling: 'whole number, 5 at most',
    free: 'number',
    name: 'text',
    anything: 'any JSON value, written as YAML',
    shown: 'such as `{service: checkout, stage: live}`, `[a, b]`',
  });
});
