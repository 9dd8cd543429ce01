import {describe, expect, it} from 'vitest';
import {AwsError, HeldError, NotRestoredError, RefusedError, RolledBackError} from '../../src/lib/errors.js';
import {errorOfSeveral, worstFirst} from '../../src/lib/service/of-several.js';

const OPTIONS = {code: 'ANY', suggestions: ['Mend it.'], details: {a: 1}};

describe('the error of a command about several functions', () => {
  it.each([
    ['refused', new RefusedError('no', OPTIONS), 7, 'mixed'],
    ['refused by AWS', new AwsError('no', OPTIONS), 7, 'mixed'],
    ['taken back', new RolledBackError('no', {...OPTIONS, traffic: 'restored'}), 5, 'mixed'],
    ['held', new HeldError('no', {...OPTIONS, traffic: 'held'}), 7, 'mixed'],
    ['not restored', new NotRestoredError('no', {...OPTIONS, traffic: 'not restored'}), 6, 'not restored'],
  ])('is true of all of them when others were moved and one was %s', (_what, error, exitCode, traffic) => {
    const others = {differ: true, message: 'orders:live serves version 2.', suggestions: ['Or so.'], details: {b: 2}};
    expect(errorOfSeveral(error, others)).toMatchObject({
      exitCode,
      traffic,
      message: 'no\norders:live serves version 2.',
      code: 'ANY',
      suggestions: ['Mend it.', 'Or so.'],
      details: {a: 1, b: 2},
    });
  });

  it('is the one there is when nothing else was moved', () => {
    const error = errorOfSeveral(new RefusedError('no', OPTIONS), {differ: false, details: {}});
    expect(error).toMatchObject({exitCode: 3, traffic: 'untouched', message: 'no'});
  });

  it('of work in several places prints commands that act in its own', () => {
    const worst = new NotRestoredError('no', {code: 'ANY', suggestions: ['aws lambda update-alias --name live']});
    const error = errorOfSeveral(worst, {differ: false, place: {region: 'us-east-1'}, details: {}});
    expect(error.suggestions).toEqual(['aws lambda update-alias --name live --region us-east-1']);
  });

  it('is the worst for callers, first of all where nobody can tell what serves', () => {
    const [refused, held, lost] = [
      new RefusedError('a', OPTIONS),
      new HeldError('b', OPTIONS),
      new NotRestoredError('c', OPTIONS),
    ];
    expect(worstFirst([refused, held, lost])).toEqual([lost, held, refused]);
  });
});
