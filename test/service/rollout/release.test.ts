import {describe, expect, it} from 'vitest';
import {release} from '../../../src/lib/service/rollout/release.js';
import {aSession} from '../../fakes/a-session.js';
import {FakeHost} from '../../fakes/fake-host.js';

const {signal} = new AbortController();

/** A release that notes when it is carried out, among what its host hears. */
function aRelease(host: FakeHost, {question}: {readonly question?: string}) {
  const carryOut = async () => {
    host.heard.push('carried out');
    return 'released';
  };
  return {planText: '5 %, 100 %', ...(question !== undefined && {question}), planned: 'planned', carryOut};
}

describe('a release that was planned', () => {
  it('is shown, asked about and carried out, in this order', async () => {
    const host = new FakeHost();
    const released = await release(aSession({host}), aRelease(host, {question: 'Go?'}), false, signal);
    expect(host.heard).toEqual(['plan: 5 %, 100 %', 'ask: Go?', 'carried out']);
    expect(released).toEqual({result: 'released', planText: '5 %, 100 %'});
  });

  it('ends with its plan for a dry run, which shows and asks nothing', async () => {
    const host = new FakeHost();
    const released = await release(aSession({host}), aRelease(host, {question: 'Go?'}), true, signal);
    expect(host.heard).toEqual([]);
    expect(released).toEqual({result: 'planned', planText: '5 %, 100 %'});
  });

  it('is only shown when there is nothing to agree to', async () => {
    const host = new FakeHost();
    await release(aSession({host}), aRelease(host, {}), false, signal);
    expect(host.heard).toEqual(['show: 5 %, 100 %', 'carried out']);
  });

  it('is not carried out after a no', async () => {
    const host = new FakeHost({agrees: false});
    const declined = release(aSession({host}), aRelease(host, {question: 'Go?'}), false, signal);
    await expect(declined).rejects.toMatchObject({code: 'DECLINED', exitCode: 3});
    expect(host.heard).not.toContain('carried out');
  });
});
