import {describe, expect, it} from 'vitest';
import type {AliasState} from '../../../src/lib/model/alias/state.js';
import {observeRegion} from '../../../src/lib/observe/status/region.js';
import {awsError} from '../../fakes/fake-functions.js';

const MARKER = '[lr1 k3x9qa 1/1 6>7 5:5m 0 w10m 00000000]';

function anAlias(functionName: string, alias: string, more: Partial<AliasState> = {}): AliasState {
  return {functionName, alias, aliasArn: 'arn', stable: '6', description: 'Ours.', revisionId: 'r', ...more};
}

function aRegion(aliases: Readonly<Record<string, readonly AliasState[] | Error>>) {
  return {
    functions: {listNames: async () => Object.keys(aliases)},
    aliases: {
      async listAliases(functionName: string) {
        const found = aliases[functionName] ?? [];
        if (found instanceof Error) throw found;
        return found;
      },
    },
  };
}

describe('a whole region', () => {
  it('is every alias with weights or a marker, whoever set them', async () => {
    const candidate = {version: '7', weightPercent: 5};
    const region = aRegion({
      checkout: [anAlias('checkout', 'live', {candidate, description: MARKER}), anAlias('checkout', 'beta')],
      search: [anAlias('search', 'live', {candidate})],
      mail: [anAlias('mail', 'live', {description: `Left behind. ${MARKER}`})],
      quiet: [],
    });
    const seen: string[] = [];
    const onProgress = (done: number, count: number) => void seen.push(`${done}/${count}`);
    const {aliases, ...counts} = await observeRegion(region, {onProgress});
    expect(aliases.map(({functionName, alias}) => `${functionName}:${alias}`)).toEqual([
      'checkout:live',
      'search:live',
      'mail:live',
    ]);
    expect(counts).toEqual({functionCount: 4, aliasCount: 4, unreadable: []});
    expect(seen.at(-1)).toBe('4/4');
  });

  it('is nothing where there is nothing', async () => {
    expect(await observeRegion(aRegion({}))).toEqual({functionCount: 0, aliasCount: 0, aliases: [], unreadable: []});
  });

  it('names what may not be read, and passes over what is deleted meanwhile', async () => {
    const region = aRegion({
      secret: awsError('ACCESS_DENIED'),
      gone: awsError('FUNCTION_NOT_FOUND'),
      open: [anAlias('open', 'live', {candidate: {version: '7', weightPercent: 5}})],
    });
    const {aliases, unreadable} = await observeRegion(region);
    expect(aliases).toHaveLength(1);
    expect(unreadable).toEqual([{functionName: 'secret', code: 'ACCESS_DENIED', message: expect.anything()}]);
  });

  it.each([awsError('THROTTLED'), new TypeError('ours')])(
    'ends with what would fail for every function: %s',
    async (error) => {
      await expect(observeRegion(aRegion({checkout: error}))).rejects.toBe(error);
    },
  );

  it('ends with the signal', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(observeRegion(aRegion({checkout: []}), {}, signal)).rejects.toThrow('Ctrl-C');
  });
});
