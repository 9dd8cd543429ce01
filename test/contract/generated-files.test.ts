import {expect, test} from 'vitest';
import {generateFiles, staleFiles} from '../../scripts/docs/generated-files.js';

test('manifest, command pages, exit codes and schemas are what "npm run docs" writes', async () => {
  const files = await generateFiles();

  expect([...files.keys()]).toEqual([
    'oclif.manifest.json',
    'docs/commands.md',
    'docs/exit-codes.md',
    'docs/release-file.md',
    'schemas/release.schema.json',
  ]);
  expect(await staleFiles(files)).toEqual([]);
});
