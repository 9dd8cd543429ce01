import {expect, it} from 'vitest';
import {createHost} from '../../src/lib/cli/host.js';
import {createReporter} from '../../src/lib/report/reporter.js';
import {FakeClock} from '../fakes/fake-clock.js';
import {FakeHost} from '../fakes/fake-host.js';

/** What reaches stderr of a text and of a plan. */
async function written({quiet, yes}: {readonly quiet: boolean; readonly yes: boolean}): Promise<string> {
  let text = '';
  const stderr = {write: (chunk: string) => (text += chunk)} as unknown as NodeJS.WriteStream;
  const reporter = await createReporter({mode: 'quiet', stream: stderr, clock: new FakeClock()});
  const prompter = new FakeHost();
  const host = createHost({prompter, reporter, stderr, isLive: false, quiet, yes, placed: (text) => text});
  await host.show('text');
  await host.showPlan('plan');
  return text;
}

it.each([
  [{quiet: false, yes: false}, 'text\nplan\n'],
  [{quiet: false, yes: true}, 'text\nplan\n'],
  [{quiet: true, yes: true}, ''],
  // Somebody has to answer: a question without what it is about could not be.
  [{quiet: true, yes: false}, 'plan\n'],
])('with %o stderr shows %j', async (flags, expected) => {
  expect(await written(flags)).toBe(expected);
});
