import {describe, expect, it} from 'vitest';
import {createAlias} from '../../../src/lib/execute/alias/create-alias.js';
import {moveTraffic} from '../../../src/lib/execute/alias/traffic-move.js';
import {abortRollout} from '../../../src/lib/execute/rollout/abort.js';
import {holdRollout} from '../../../src/lib/execute/rollout/hold.js';
import {promoteRollout} from '../../../src/lib/execute/rollout/promote.js';
import {toMoveError, toRolloutError} from '../../../src/lib/execute/rollout/release-error.js';
import {lateMove} from '../../../src/lib/model/rollout/marker.js';
import {markerTarget} from '../../../src/lib/model/rollout/marker-target.js';
import type {AwsErrorCode} from '../../../src/lib/ports/aws-error-code.js';
import type {Fault} from '../../fakes/call-gate.js';
import {awsError} from '../../fakes/fake-functions.js';
import {aProcess, GOOD, observed, Process, path, planOfShift, REF, START_MS} from '../rollout/rollout-world.js';

/** The first write of this kind is carried out and its answer lost; from then on AWS refuses all, reads too. */
function refuseAfterLostWrite(process: Process, write: string, code: AwsErrorCode): void {
  let isLost = false;
  process.gate.always = (call): Fault | undefined => {
    if (isLost) return {kind: 'fail', error: awsError(code)};
    if (call !== write) return undefined;
    isLost = true;
    return {kind: 'lose', error: awsError(code)};
  };
}

const REFUSALS: readonly AwsErrorCode[] = ['ACCESS_DENIED', 'CREDENTIALS_INVALID', 'FUNCTION_NOT_FOUND', 'THROTTLED'];

describe('a write that was carried out, its answer lost, and everything after it refused', () => {
  it.each(REFUSALS)('of a rollout is exit 6 with the command, never untouched: %s', async (code) => {
    const process = aProcess(GOOD);
    refuseAfterLostWrite(process, 'writeAlias', code);
    const error = toRolloutError(await process.run());
    expect(path(process.world)).toEqual(['7@5']);
    expect(error).toMatchObject({
      exitCode: 6,
      suggestions: ['lambda-release rollout abort checkout:live', expect.anything()],
    });
    expect(error?.traffic).not.toBe('untouched');
  });

  it.each(REFUSALS)('of a shift is exit 6 with the command: %s', async (code) => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    refuseAfterLostWrite(process, 'writeAlias', code);
    const error = toMoveError(REF, await moveTraffic(process.deps, plan));
    expect(path(process.world)).toEqual(['7']);
    expect(error).toMatchObject({exitCode: 6, traffic: 'unknown'});
    expect(error?.suggestions[1]).toMatch(/^aws lambda update-alias .*--function-version 7/);
  });

  it.each(REFUSALS)('of a creation is exit 6 with the command: %s', async (code) => {
    const process = aProcess();
    process.world.delete(REF);
    refuseAfterLostWrite(process, 'createAlias', code);
    const error = toMoveError(
      REF,
      await createAlias(process.deps, {kind: 'create-alias', ref: REF, candidate: '7', warnings: []}),
    );
    expect(process.world.newest(REF)?.stable).toBe('7');
    expect(error).toMatchObject({exitCode: 6, traffic: 'unknown'});
    expect(error?.suggestions[1]).toBe('lambda-release rollout start checkout:live 7 --create');
  });

  it('of a creation that a signal ends is exit 6, too', async () => {
    const process = aProcess();
    process.world.delete(REF);
    refuseAfterLostWrite(process, 'createAlias', 'THROTTLED');
    process.clock.at(START_MS + 3_000, () => process.interrupt());
    const plan = {kind: 'create-alias', ref: REF, candidate: '7', warnings: []} as const;
    expect(toMoveError(REF, await createAlias(process.deps, plan, process.controller.signal))).toMatchObject({
      exitCode: 6,
      traffic: 'unknown',
    });
  });
});

describe('a write that comes late', () => {
  it('is awaited although AWS refuses all that follow it, and reads show the alias as it was', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    let isLost = false;
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      const error = awsError('THROTTLED', {uncertain: !isLost});
      isLost = true;
      return {kind: 'fail', error};
    };
    process.clock.at(START_MS + 20_000, () => process.world.put({...REF, ...plan.target}, START_MS + 20_000));
    expect(await moveTraffic(process.deps, plan)).toMatchObject({kind: 'done', alias: {stable: '7'}});
  });

  it('that nobody has seen yet leaves it open, and the command is printed', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    let isLost = false;
    process.gate.always = (call) => {
      if (call !== 'writeAlias') return undefined;
      const error = awsError('ACCESS_DENIED', {uncertain: !isLost});
      isLost = true;
      return {kind: 'fail', error};
    };
    expect(toMoveError(REF, await moveTraffic(process.deps, plan))).toMatchObject({exitCode: 6, traffic: 'unknown'});
  });
});

describe('a write that AWS has acknowledged', () => {
  it('is not denied because the read back and the next write are refused', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    process.gate.always = (_, index) => (index > 0 ? {kind: 'fail', error: awsError('ACCESS_DENIED')} : undefined);
    expect(await moveTraffic(process.deps, plan)).toMatchObject({kind: 'done', changed: true});
    expect(path(process.world)).toEqual(['7']);
  });

  it('and one that AWS refused outright is told apart from it', async () => {
    const process = aProcess();
    const plan = planOfShift(process, '7');
    process.gate.always = () => ({kind: 'fail', error: awsError('ACCESS_DENIED')});
    expect(toMoveError(REF, await moveTraffic(process.deps, plan))).toMatchObject({exitCode: 4, traffic: 'untouched'});
    expect(observed(process.world.newest(REF)).standing).toEqual({kind: 'idle'});
  });
});

describe('a rollout whose own process writes while somebody else asks for something', () => {
  const ASKED = [
    ['an abort', (p: Process) => abortRollout(p.deps, REF)],
    ['a hold', (p: Process) => holdRollout(p.deps, REF)],
    ['a promotion', (p: Process) => promoteRollout(p.deps, {full: true}, observed(p.world.newest(REF)))],
  ] as const;

  /** The process marks its move as late just before the first write of the other one, which AWS answers as told. */
  async function asked(move: (typeof ASKED)[number][1], code: AwsErrorCode, uncertain: boolean) {
    const begun = aProcess();
    await begun.run({detach: true});
    const other = new Process(begun.world, begun.clock.now());
    const markAsLate = () => {
      const alias = other.world.newest(REF);
      const standing = observed(alias).standing;
      if (standing.kind !== 'running') throw new Error('No rollout.');
      const {marker} = standing;
      const late = {...marker, movedMs: marker.movedMs.map(lateMove)};
      other.world.put({...REF, ...markerTarget(alias?.description ?? '', late)}, other.clock.now());
    };
    let writes = 0;
    other.gate.always = (call): Fault | undefined => {
      if (call !== 'writeAlias') return undefined;
      writes += 1;
      if (writes === 1) return {kind: 'before', action: markAsLate};
      return writes === 2 && uncertain ? {kind: 'lose', error: awsError(code)} : {kind: 'fail', error: awsError(code)};
    };
    const before = other.world.momentsOf(REF).length;
    const error = toMoveError(REF, await move(other));
    return {error, written: other.world.momentsOf(REF).length - before, alias: other.world.newest(REF)};
  }

  it.each(ASKED)('%s that AWS refuses has touched nothing: what changed is what the process wrote', async (_, move) => {
    const {error, written, alias} = await asked(move, 'ACCESS_DENIED', false);
    expect(error).toMatchObject({exitCode: 4, traffic: 'untouched'});
    expect(written).toBe(1);
    expect(alias?.description).toMatch(/ ~[0-9a-z]+ w\w+ [0-9a-f]{8}\]$/);
  });

  it.each(ASKED)('%s whose answer was lost is never said to have touched nothing', async (_, move) => {
    const {error, written} = await asked(move, 'ACCESS_DENIED', true);
    expect(written).toBe(2);
    expect(error?.exitCode).not.toBe(4);
    expect(error?.traffic).not.toBe('untouched');
  });
});
