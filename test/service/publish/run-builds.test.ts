import {expect, it} from 'vitest';
import {runBuilds} from '../../../src/lib/service/publish/run-builds.js';
import {aSession} from '../../fakes/a-session.js';
import {CallGate} from '../../fakes/call-gate.js';
import {FakeCommands} from '../../fakes/fake-checks.js';
import {SimulatedClock} from '../../fakes/simulated-clock.js';

const build = {command: 'npm run build', folder: '/project'};
const other = {command: 'make', folder: '/project'};
const signal = new AbortController().signal;

function aStage() {
  const commands = new FakeCommands(new CallGate());
  return {commands, session: aSession({commands, clock: new SimulatedClock(0)})};
}

it('runs each command once, in its folder, and says what it prints and that it has ended', async () => {
  const {commands, session} = aStage();
  const functions = [
    {functionName: 'checkout', build},
    {functionName: 'refund', build},
    {functionName: 'plain'},
    {functionName: 'third', build: other},
  ];
  await runBuilds(session, functions, {}, signal);
  expect(commands.requests).toMatchObject([build, other]);
  expect(session.events.events).toEqual([
    {type: 'package.building', functionName: 'checkout', command: 'npm run build'},
    {type: 'package.printed', functionName: 'checkout', line: 'npm run build'},
    {type: 'package.built', functionName: 'checkout', command: 'npm run build', tookMs: 0},
    {type: 'package.building', functionName: 'third', command: 'make'},
    {type: 'package.printed', functionName: 'third', line: 'make'},
    {type: 'package.built', functionName: 'third', command: 'make', tookMs: 0},
  ]);
});

it('ends with the first that fails, what it printed last and how to run it alone', async () => {
  const {commands, session} = aStage();
  commands.exitCodes.set('npm run build', 2);
  const functions = [
    {functionName: 'checkout', build: {...build, folder: "/it's here"}},
    {functionName: 'third', build: other},
  ];
  await expect(runBuilds(session, functions, {}, signal)).rejects.toMatchObject({
    exitCode: 3,
    code: 'BUILD_FAILED',
    message: 'The build of checkout, "npm run build", ended with 2.\n  npm run build',
    suggestions: [
      expect.stringContaining(`cd '/it'\\''s here' && npm run build`),
      expect.stringContaining('--skip-build'),
    ],
  });
  expect(commands.requests).toHaveLength(1);
});

it('is not told as failed when a person ends it', async () => {
  const {commands, session} = aStage();
  commands.exitCodes.set('make', 143);
  const ending = new AbortController();
  const reason = {signal: 'SIGINT'};
  const run = runBuilds(session, [{functionName: 'third', build: other}], {}, ending.signal);
  ending.abort(reason);
  await expect(run).rejects.toBe(reason);
});

it('runs nothing when the source is there already', async () => {
  const {commands, session} = aStage();
  await runBuilds(session, [{functionName: 'checkout', build}], {'skip-build': true}, signal);
  expect(commands.requests).toEqual([]);
});
