import {DeleteAliasCommand, UpdateAliasCommand} from '@aws-sdk/client-lambda';
import {DescribeExecutionCommand} from '@aws-sdk/client-sfn';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {runRollout} from '../../src/lib/execute/rollout/rollout.js';
import {EventRecorder} from '../fakes/event-recorder.js';
import {AT_FIRST, AT_SECOND, EngineStage, STAYS_AT_FIRST} from './engine-stage.js';
import {MINISTACK_PYTHON} from './ministack.js';

const PATH = [AT_FIRST, AT_SECOND, '2'];
const GOOD = {};
const BAD = {2: {errorRate: 0.5}};

/** One move a step, in order; an observer on a machine that stands still for a while may miss one. */
function expectPath(seen: readonly string[]): void {
  expect(seen).toEqual(PATH.filter((traffic) => seen.includes(traffic)));
  expect(seen.at(-1)).toBe('2');
}

describe
  .skipIf(!MINISTACK_PYTHON)
  .concurrent('an execution on an interpreter nobody here wrote', {timeout: 600_000}, () => {
    let stage: EngineStage;
    beforeAll(async () => {
      stage = await EngineStage.open(MINISTACK_PYTHON ?? '');
    });
    afterAll(() => stage?.close());

    it('promotes a good version, and gives the description back', async () => {
      const alias = await stage.alias(GOOD, 'The live one.');
      const ended = stage.ended(await stage.start(await stage.begin(alias)));
      expectPath(await stage.observed(alias, ended));
      expect(await ended).toEqual({outcome: 'Promoted', cause: '', errors: []});
      stage.quiet(alias);
      expect(await stage.serves(alias)).toEqual({traffic: '2', description: 'The live one. [2 was 1]'});
    });

    it('takes a bad version back, and says why', async () => {
      const alias = await stage.alias(BAD, 'The live one.');
      const logGroup = '/lambda-release';
      const end = await stage.ended(await stage.start(await stage.begin(alias, {tells: {logGroup}})));
      stage.quiet(alias);
      expect(end).toMatchObject({outcome: 'TakenBack', errors: []});
      const history = await stage.cli('history', `checkout:${alias}`, '--record', logGroup);
      expect(history.stdout, history.stderr).toMatch(
        /taken back .* by arn:.*:lambda-release-tick:live: candidate 2 failed/,
      );
      expect(end.cause).toMatch(/^version 1 has all traffic: candidate 2 failed /);
      const {traffic, description} = await stage.serves(alias);
      expect(traffic).toBe('1');
      expect(description).toMatch(/^The live one\. \[took back 2 /);
    });

    it('sees an abort from another terminal', async () => {
      const alias = await stage.alias();
      const execution = await stage.start(await stage.begin(alias, STAYS_AT_FIRST));
      expect(await stage.cli('rollout', 'abort', `checkout:${alias}`)).toMatchObject({exitCode: 0});
      expect(await stage.ended(execution)).toMatchObject({outcome: 'TakenBack', errors: []});
      expect(await stage.serves(alias)).toEqual({traffic: '1', description: ''});
    });

    it('sees a promotion to the end, and does not move a thing any more', async () => {
      const alias = await stage.alias();
      const execution = await stage.start(await stage.begin(alias, STAYS_AT_FIRST));
      const promoted = await stage.cli('rollout', 'promote', `checkout:${alias}`, '--full', '--yes');
      expect(promoted, promoted.stderr).toMatchObject({exitCode: 0});
      expect(await stage.ended(execution)).toEqual({outcome: 'Promoted', cause: '', errors: []});
      expect(await stage.serves(alias)).toEqual({traffic: '2', description: '[2 was 1]'});
    });

    it('waits while a person holds it, and goes on when one moves it on', async () => {
      const alias = await stage.alias();
      const input = await stage.begin(alias, {onInconclusive: 'promote'});
      expect(await stage.cli('rollout', 'hold', `checkout:${alias}`)).toMatchObject({exitCode: 0});
      const executionArn = await stage.start(input);
      const startedMs = stage.ports.clock.now();
      // Long past the end of its bake.
      await stage.until(
        async () => stage.ports.clock.now(),
        (nowMs) => nowMs > startedMs + 180_000,
      );
      expect(await stage.sfn.send(new DescribeExecutionCommand({executionArn}))).toMatchObject({status: 'RUNNING'});
      expect(await stage.serves(alias)).toMatchObject({traffic: AT_FIRST});
      expect(await stage.cli('rollout', 'promote', `checkout:${alias}`, '--yes')).toMatchObject({exitCode: 0});
      expect(await stage.ended(executionArn)).toMatchObject({outcome: 'Promoted'});
      expect(await stage.serves(alias)).toMatchObject({traffic: '2'});
    });

    it('touches nothing once somebody else has moved the alias', async () => {
      const alias = await stage.alias();
      const execution = await stage.start(await stage.begin(alias, STAYS_AT_FIRST));
      const theirs = {Description: 'mine now', RoutingConfig: {AdditionalVersionWeights: {2: 0.3}}};
      await stage.lambda.send(new UpdateAliasCommand({FunctionName: 'checkout', Name: alias, ...theirs}));
      const end = await stage.ended(execution);
      expect(end).toMatchObject({outcome: 'TakenOver', errors: []});
      expect(end.cause).toContain('nothing was touched');
      expect(await stage.serves(alias)).toEqual({traffic: '1 + 2 at 0.3', description: 'mine now'});
    });

    it('says so when the alias is gone', async () => {
      const alias = await stage.alias();
      const execution = await stage.start(await stage.begin(alias, STAYS_AT_FIRST));
      await stage.lambda.send(new DeleteAliasCommand({FunctionName: 'checkout', Name: alias}));
      expect(await stage.ended(execution)).toMatchObject({
        outcome: 'TakenOver',
        cause: expect.stringContaining('gone'),
      });
    });

    it('leaves the next rollout of the alias to whoever drives that', async () => {
      const alias = await stage.alias();
      const first = await stage.start(await stage.begin(alias, STAYS_AT_FIRST));
      await stage.cli('rollout', 'abort', `checkout:${alias}`);
      await stage.begin(alias, STAYS_AT_FIRST);
      const next = await stage.serves(alias);
      // Whether it has seen the way back in between is a matter of moments, and both is true.
      expect(['TakenBack', 'TakenOver']).toContain((await stage.ended(first)).outcome);
      expect(await stage.serves(alias)).toEqual(next);
    });

    it('shares a rollout with a second execution: one moves, the other sees it', async () => {
      const alias = await stage.alias(GOOD);
      const input = await stage.begin(alias);
      const both = Promise.all(
        [await stage.start(input), await stage.start(input, {part: 'again'})].map((each) => stage.ended(each)),
      );
      expectPath(await stage.observed(alias, both));
      stage.quiet(alias);
      expect((await both).map(({outcome}) => outcome)).toEqual(['Promoted', 'Promoted']);
    });

    it('shares a rollout with a process', async () => {
      const alias = await stage.alias(GOOD);
      const {plan, input} = await stage.planned(alias);
      const deps = {...stage.ports, events: new EventRecorder()};
      const process = runRollout(deps, {...plan, detach: false}, new AbortController().signal);
      await stage.until(
        () => stage.serves(alias),
        ({traffic}) => traffic !== '1',
      );
      const execution = stage.ended(await stage.start(input));
      expectPath(await stage.observed(alias, Promise.all([process, execution])));
      stage.quiet(alias);
      expect((await process).kind).toBe('promoted');
      expect(await execution).toMatchObject({outcome: 'Promoted'});
    });

    it('hands over to successors before it has too many events, whatever comes of it', async () => {
      for (const [versions, last] of [
        [GOOD, 'Promoted'],
        [BAD, 'TakenBack'],
      ] as const) {
        const alias = await stage.alias(versions);
        const input = await stage.begin(alias);
        let execution = await stage.start({...input, eventsOfPart: 9});
        let parts = 1;
        for (let end = await stage.ended(execution); end.outcome === 'HandedOn'; end = await stage.ended(execution)) {
          parts += 1;
          execution = execution.replace(/\d+$/, String(parts));
        }
        stage.quiet(alias);
        // Every look is a part of its own; a bad version may be convicted at the first.
        expect(parts).toBeGreaterThan(last === 'Promoted' ? 1 : 0);
        expect(await stage.ended(execution)).toMatchObject({outcome: last});
        expect(await stage.serves(alias)).toMatchObject({traffic: last === 'Promoted' ? '2' : '1'});
      }
    });
  });
