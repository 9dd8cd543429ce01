import {expect, it} from 'vitest';
import {readRolloutChecks} from '../../../src/lib/service/rollout/checks.js';

it('a folder that commands cannot run in is refused before anything moves', async () => {
  const fileIn = (folder: string) => ({
    path: `${folder}/release.yml`,
    functions: new Map(),
    rollout: {analysis: {}, hooks: {afterStep: 'true'}},
  });
  await expect(readRolloutChecks({}, fileIn('/nowhere'), '/')).rejects.toMatchObject({
    code: 'HOOK_FOLDER_MISSING',
    exitCode: 2,
    message: expect.stringContaining('/nowhere'),
  });
  await expect(readRolloutChecks({}, fileIn(import.meta.dirname), '/')).resolves.toBeDefined();
});
