import {describe, expect, it} from 'vitest';
import {requireEngine} from '../../../src/lib/service/engine/require-engine.js';
import {aProcess} from '../../execute/rollout/rollout-world.js';

const {signal} = new AbortController();

describe('a rollout that an engine is to drive', () => {
  it('is refused where there is none, with the way out', async () => {
    const process = aProcess();
    process.deps.engine.isThere = false;
    await expect(requireEngine(process.deps, [process.plan({engine: 'step-functions'})], signal)).rejects.toMatchObject(
      {
        exitCode: 3,
        code: 'ENGINE_NOT_INSTALLED',
        suggestions: expect.arrayContaining([expect.stringContaining('--engine process')]),
      },
    );
  });

  it('is not, where it is', async () => {
    const process = aProcess();
    await requireEngine(process.deps, [process.plan(), process.plan({engine: 'step-functions'})], signal);
    expect(process.gate.calls).toEqual(['isInstalled']);
  });

  it('costs nothing where a process drives', async () => {
    const process = aProcess();
    await requireEngine(process.deps, [process.plan()], signal);
    expect(process.gate.calls).toEqual([]);
  });
});
