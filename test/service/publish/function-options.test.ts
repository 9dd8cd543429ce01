import {expect, it} from 'vitest';
import {toFunctionOverrides} from '../../../src/lib/service/publish/function-options.js';

it('only what was said is set, and a source counts from the folder of the session', () => {
  expect(toFunctionOverrides({source: 'dist', memory: 256}, '/project')).toEqual({
    source: '/project/dist',
    configuration: {memoryMb: 256},
  });
});

it('a timeout is whole seconds, and not less than was asked for', () => {
  expect(toFunctionOverrides({timeout: 1_500}, '/').configuration).toEqual({timeoutSeconds: 2});
});

it('a variable keeps what follows its first equals sign, lines too', () => {
  expect(toFunctionOverrides({env: ['KEY=a=b\nc', 'EMPTY=']}, '/').configuration).toEqual({
    environment: {KEY: 'a=b\nc', EMPTY: ''},
  });
});

it('a variable without a name is refused and not repeated: it may be a secret', () => {
  expect(() => toFunctionOverrides({env: ['hunter2']}, '/')).toThrow(
    expect.objectContaining({code: 'ENVIRONMENT_SYNTAX', message: expect.not.stringContaining('hunter2')}),
  );
});
