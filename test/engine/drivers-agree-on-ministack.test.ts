import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {stateMachine} from '../../src/lib/engine/machine.js';
import type {TickAnswer} from '../../src/lib/engine/tick-answer.js';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import {splitDescription} from '../../src/lib/model/alias/description.js';
import {toExecutionInput} from '../../src/lib/plan/engine/execution-input.js';
import {SCRIPTS} from '../execute/rollout/agreed-scripts.js';
import {aProcess, REF} from '../execute/rollout/rollout-world.js';
import type {AliasWorld} from '../fakes/fake-aliases.js';
import {MINISTACK_PYTHON, type Ministack, startSimulatedMinistack} from './ministack.js';
import {SimulatedWorld} from './simulated-world.js';

const MINUTE_MS = 60_000;
/** How an execution ends where a process ends as that. */
const ENDS: Readonly<Record<string, string>> = {promoted: 'Promoted', rolledBack: 'TakenBack', held: 'Over'};

/** Every state the alias was in, and the minute of it. */
const minutesOf = (world: AliasWorld) =>
  world
    .momentsOf(REF)
    .map(({atMs, alias: {revisionId: _, ...alias}}) => ({minute: Math.floor(atMs / MINUTE_MS), alias}));

describe.skipIf(!MINISTACK_PYTHON)(
  'a process and an execution on an interpreter nobody here wrote',
  {timeout: 120_000},
  () => {
    let world: SimulatedWorld;
    let ministack: Ministack;
    let folder: string;
    let sfn: SFNClient;
    let stateMachineArn: string | undefined;
    beforeAll(async () => {
      world = await SimulatedWorld.open();
      folder = await mkdtemp(path.join(os.tmpdir(), 'lambda-release-drivers-'));
      ministack = await startSimulatedMinistack(MINISTACK_PYTHON ?? '', world.endpoint, folder);
      const credentials = {accessKeyId: 'test', secretAccessKey: 'test'};
      sfn = new SFNClient({endpoint: ministack.endpoint, region: 'us-east-1', credentials});
      const made = {name: 'lambda-release', roleArn: 'arn:aws:iam::000000000000:role/machine'};
      const definition = JSON.stringify(stateMachine());
      ({stateMachineArn} = await sfn.send(new CreateStateMachineCommand({...made, definition})));
    });
    afterAll(async () => {
      sfn?.destroy();
      await ministack?.close();
      await world?.close();
      if (folder) await rm(folder, {recursive: true, force: true});
    });

    it.each(SCRIPTS)('write the very same, in the same minutes: %s', async (name, _, traffic, spec) => {
      const whole = aProcess(traffic);
      const outcome = await whole.run(spec);

      const first = aProcess(traffic);
      const plan = first.plan({...spec, detach: true});
      await runRollout(first.deps, plan, first.controller.signal);
      const answers: TickAnswer[] = [];
      // A person decides over what is held, so that an execution waits for as long as it takes: half an hour is enough here.
      const heldSinceMs = () => (isHeld(first.world) ? first.world.momentsOf(REF).at(-1)?.atMs : undefined) ?? Infinity;
      const isOver = () => first.clock.now() > heldSinceMs() + 30 * MINUTE_MS;
      world.tell({world: first.world, clock: first.clock, traffic, answers, isOver});
      const {executionArn} = await sfn.send(
        new StartExecutionCommand({
          stateMachineArn,
          name: name.replaceAll(/\W+/g, '-'),
          input: JSON.stringify(toExecutionInput(plan)),
        }),
      );
      const end = await ended(executionArn);
      expect(end).toBe(ENDS[outcome.kind]);
      expect(minutesOf(first.world)).toEqual(minutesOf(whole.world));
      if (outcome.kind === 'rolledBack')
        expect(answers.at(-1)).toEqual({next: 'takenBack', why: outcome.cause.message});
    });

    async function ended(executionArn: string | undefined): Promise<string> {
      for (;;) {
        const {status, error, output = '{}'} = await sfn.send(new DescribeExecutionCommand({executionArn}));
        if (status !== 'RUNNING') return error ?? JSON.parse(output).outcome;
        await pause(20);
      }
    }
  },
);

const isHeld = (world: AliasWorld) => splitDescription(world.newest(REF)?.description ?? '').marker?.held === true;
