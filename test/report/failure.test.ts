import {describe, expect, it} from 'vitest';
import {NotRestoredError, RefusedError, UsageError} from '../../src/lib/errors.js';
import {formatFailure, toFailure} from '../../src/lib/report/failure.js';
import {createStyle} from '../../src/lib/report/style.js';

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

  it('has no empty heading when there is no way out', () => {
    const error = new RefusedError('Declined.', {code: 'DECLINED', suggestions: []});
    expect(formatFailure(toFailure(error), plain)).toBe('✖ Declined.\n\nTraffic: untouched\n');
  });

  it('sets the repairing command of exit 6 alone on its line', () => {
    const repair = 'lambda-release shift checkout:live 7';
    const error = new NotRestoredError('The alias could not be restored.', {
      code: 'NOT_RESTORED',
      suggestions: ['Look at the alias first.', repair],
      traffic: 'not restored',
    });
    const lines = formatFailure(toFailure(error), plain).split('\n');
    expect(lines).toContain(repair);
    expect(lines).toContain('Traffic: NOT RESTORED');
    expect(lines).toContain('  • Look at the alias first.');
    expect(lines.indexOf(repair)).toBeGreaterThan(lines.indexOf('Run this now:'));
  });

  it('colours only when asked', () => {
    const failure = toFailure(new RefusedError('No.', {code: 'X', suggestions: []}));
    expect(formatFailure(failure, createStyle(true))).toContain('\u001B[31m✖\u001B[39m No.');
    expect(formatFailure(failure, plain)).not.toContain('\u001B');
  });
});
