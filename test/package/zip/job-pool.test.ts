import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Job} from '../../../src/lib/package/zip/job.js';
import {JobPool, runInOrder} from '../../../src/lib/package/zip/job-pool.js';
import {tempFolder, writeTree} from '../temp-folder.js';

function jobFor(file: string, level: number): Job {
  return {level, paths: [file], fileBytes: [4]};
}

test('results come in the order of the jobs, however many there are for a thread', async () => {
  const folder = writeTree(tempFolder(), {'0': 'aaaa', '1': 'bbbb', '2': 'cccc'});
  const pool = new JobPool(2);
  onTestFinished(() => pool.close());
  const names = Array.from({length: 50}, (_, index) => String(index % 3));

  const outputs: string[] = [];
  for await (const result of runInOrder(
    names.map((name) => jobFor(path.join(folder, name), 0)),
    pool,
  )) {
    if ('failure' in result) throw new Error(result.failure.message);
    outputs.push(Buffer.from(result.deflated?.output ?? []).toString());
  }

  expect(outputs).toEqual(names.map((name) => ['aaaa', 'bbbb', 'cccc'][Number(name)]));
});

test('a thread that dies ends the iteration with its error, and so does every later job', async () => {
  const folder = writeTree(tempFolder(), {'a.js': 'aaaa'});
  const pool = new JobPool(1);
  onTestFinished(() => pool.close());
  const broken = jobFor(path.join(folder, 'a.js'), 99);

  for (const attempt of [1, 2]) {
    const iteration = runInOrder([broken, broken, broken], pool);
    await expect(iteration.next(), `attempt ${attempt}`).rejects.toThrow(/level/);
  }
});
