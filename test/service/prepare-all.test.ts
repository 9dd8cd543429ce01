import {expect, it} from 'vitest';
import {prepareAll} from '../../src/lib/service/prepare-all.js';

const refusal = (code: string) => ({code, message: `${code}.`, suggestions: [`mend ${code}`]});

it('prepares one after the other, in their order', async () => {
  const seen: string[] = [];
  const prepared = await prepareAll(['a', 'b'], async (name) => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    seen.push(`${name} ends`);
    return {name};
  });
  expect(prepared).toEqual([{name: 'a'}, {name: 'b'}]);
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('goes on to the last one and refuses with every objection there is', async () => {
  const table: Readonly<Record<string, object | ReturnType<typeof refusal>[]>> = {
    a: [refusal('ONE'), refusal('TWO')],
    b: {name: 'b'},
    c: [refusal('THREE')],
  };
  const ended = prepareAll(Object.keys(table), async (name) => table[name] ?? {});
  await expect(ended).rejects.toMatchObject({
    ...{exitCode: 3, code: 'ONE', message: 'ONE.\nTWO.\nTHREE.'},
    suggestions: ['mend ONE', 'mend TWO', 'mend THREE'],
  });
});
