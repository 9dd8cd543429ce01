import path from 'node:path';
import {TICK_FUNCTION} from '../../../src/lib/engine/names.js';
import {packageRoot} from '../../../src/lib/package-root.js';
import type {RunningExecution} from '../../../src/lib/ports/engine/executions.js';
import {TICK_REF} from '../../../src/lib/service/engine/tick-function.js';
import {aFunction} from '../../fakes/a-function.js';
import {aSession} from '../../fakes/a-session.js';
import {CallGate} from '../../fakes/call-gate.js';
import {EventRecorder} from '../../fakes/event-recorder.js';
import {AliasWorld, FakeAliases} from '../../fakes/fake-aliases.js';
import {FakeCommands, FakeInvoke} from '../../fakes/fake-checks.js';
import {FakeClock} from '../../fakes/fake-clock.js';
import {FakeFunctions} from '../../fakes/fake-functions.js';
import {FakeHost} from '../../fakes/fake-host.js';
import {FakeLayers} from '../../fakes/fake-layers.js';
import {FakeProvisioned} from '../../fakes/fake-provisioned.js';
import {FakeStacks} from '../../fakes/fake-stacks.js';
import {tempFolder} from '../../package/temp-folder.js';

/** A tool whose tick function is quickly packed. */
export const TOOL = {version: '1.2.3', tickFolder: path.join(packageRoot, 'templates', 'function')};
export const {signal} = new AbortController();

/** The function as the stack makes it: with the placeholder, and nothing published. */
const MADE = aFunction({
  functionName: TICK_FUNCTION,
  handler: 'index.handler',
  runtime: 'nodejs22.x',
  codeSha256: 'placeholder',
});

/** An account without an engine, whose tick function is there as soon as a stack is made, and answers its check. */
export function anAccount({agrees = true} = {}) {
  const clock = new FakeClock();
  const gate = new CallGate();
  const aliases = new AliasWorld();
  const stacks = new FakeStacks();
  const invoke = new FakeInvoke(gate);
  invoke.answer = {payload: '{"next":"over","why":"the alias carries no rollout"}', logTail: ''};
  const running: RunningExecution[] = [];
  const session = aSession({
    ...{clock, stacks, invoke, folder: tempFolder(), host: new FakeHost({agrees}), events: new EventRecorder()},
    aliases: new FakeAliases(aliases, clock, gate),
    commands: new FakeCommands(gate),
    layers: new FakeLayers(),
    provisioned: new FakeProvisioned(aliases.provisioned, gate),
    executions: {running: async () => running, aliasOf: async () => ({functionName: 'checkout', alias: 'live'})},
    identity: {
      whoAmI: async () => ({accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/ops', region: 'eu-west-1'}),
    },
    functions: new FakeFunctions(clock),
  });
  stacks.onMade = () => {
    if (session.functions.calls.includes('publishVersion')) return;
    Object.assign(session, {functions: new FakeFunctions(clock, MADE)});
  };
  return {session, stacks, invoke, running, host: session.host, serves: () => aliases.newest(TICK_REF)?.stable};
}
