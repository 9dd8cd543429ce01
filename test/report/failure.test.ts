import {describe, expect, it} from 'vitest';
import {RefusedError, type ReleaseError, UsageError} from '../../src/lib/errors.js';
import type {RolloutRecord} from '../../src/lib/execute/rollout/outcome.js';
import {toMoveError, toRolloutError} from '../../src/lib/execute/rollout/release-error.js';
import {repairCommands} from '../../src/lib/model/rollout/repair-command.js';
import {formatFailure, toFailure} from '../../src/lib/report/failure.js';
import {createStyle} from '../../src/lib/report/style.js';

const REF = {functionName: 'checkout', alias: 'live'};
const REPAIR = repairCommands(REF, {stable: '6', description: 'Checkout'});
const STOPPED = {kind: 'analysis', message: 'It fails more.'} as const;
const MARKER = '[lr1 k3x9a0 1/1 6>7 5:5m 0 w10m 1a2b3c4d]';
const ALIAS = {...REF, aliasArn: 'arn', stable: '5', description: 'Checkout', revisionId: 'revision'};
const RESUMED = {...ALIAS, stable: '6', candidate: {version: '7', weightPercent: 5}, description: MARKER};
const RECORD: RolloutRecord = {
  ref: REF,
  rolloutId: 'k3x9a0',
  stable: '6',
  candidate: '7',
  stepCount: 1,
  stepsPassed: 0,
  startedMs: 0,
  endedMs: 60_000,
  weights: [],
  served: {stable: {invocations: 0, errors: 0}, candidate: {invocations: 0, errors: 0}},
  throttles: 0,
};
const GONE = new Error('No answer in time.');
const plain = createStyle(false);

describe('formatFailure', () => {
  it('says what happened, the ways out and the traffic', () => {
    const error = new UsageError('No folder "dist".', {
      code: 'NO_SOURCE',
      suggestions: ['Build first.', 'Name a folder.'],
    });
    expect(formatFailure(toFailure(error), plain)).toBe(
      '✖ No folder "dist".\n\nTry this:\n  • Build first.\n  • Name a folder.\n\nTraffic: untouched\n',
    );
  });

  it('shows control characters of names it quotes, and sends none to the terminal', () => {
    const error = new UsageError('\x1b[2Ja\x07.js cannot be read:\n\tdenied', {
      code: 'A',
      suggestions: ['Remove \x9b1m'],
    });
    expect(formatFailure(toFailure(error), plain)).toBe(
      '✖ \\x1b[2Ja\\x07.js cannot be read:\n\tdenied\n\nTry this:\n  • Remove \\x9b1m\n\nTraffic: untouched\n',
    );
  });

  it('has no empty heading when there is no way out', () => {
    const error = new RefusedError('Declined.', {code: 'DECLINED', suggestions: []});
    expect(formatFailure(toFailure(error), plain)).toBe('✖ Declined.\n\nTraffic: untouched\n');
  });

  it.each<[string, ReleaseError | undefined, string]>([
    [
      'not restored',
      toRolloutError({kind: 'notRestored', cause: STOPPED, error: GONE, repair: REPAIR, record: RECORD}),
      REPAIR[0],
    ],
    ['unknown', toMoveError(REF, {kind: 'unknown', error: GONE, repair: [REPAIR[1]]}), REPAIR[1]],
    ['taken over', toMoveError(REF, {kind: 'takenOver', alias: ALIAS}), 'lambda-release status checkout:live'],
    [
      'resumed elsewhere',
      toRolloutError({kind: 'takenOver', alias: RESUMED, by: 'another process', record: RECORD}),
      'lambda-release rollout watch checkout:live',
    ],
  ])('sets the one command of exit 6 alone on its line, last: %s', (_, error, command) => {
    if (!error) throw new Error('No error.');
    expect(error.exitCode).toBe(6);
    const text = formatFailure(toFailure(error), plain);
    expect(text.slice(text.indexOf('Traffic: '))).toBe(
      `Traffic: ${error.traffic === 'unknown' ? 'unknown' : 'NOT RESTORED'}\n\nRun this now:\n\n${command}\n`,
    );
    expect(text.split(command)).toHaveLength(2);
  });

  it('names the way without our tool beside it, not in its place', () => {
    const error = toRolloutError({kind: 'notRestored', cause: STOPPED, error: GONE, repair: REPAIR, record: RECORD});
    expect(error?.suggestions).toEqual([REPAIR[0], `Or without lambda-release: ${REPAIR[1]}`]);
  });

  it('colours only when asked', () => {
    const failure = toFailure(new RefusedError('No.', {code: 'X', suggestions: []}));
    expect(formatFailure(failure, createStyle(true))).toContain('\u001B[31m✖\u001B[39m No.');
    expect(formatFailure(failure, plain)).not.toContain('\u001B');
  });
});
