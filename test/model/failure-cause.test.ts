import {describe, expect, it} from 'vitest';
import {formatFailureCause, groupFailures, toFailure} from '../../src/lib/model/failure-cause.js';

const ID = '3f2a0000-0000-4000-8000-00000000000a';
const OTHER = '3f2a0000-0000-4000-8000-00000000000b';
const stack = '"stack":["TypeError: x","    at handler"]';

describe('a line that tells of a failed invocation', () => {
  it.each([
    [
      'Node.js, what nobody caught',
      `2026-01-01T12:00:00.000Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no items",${stack}}`,
      'TypeError: no items',
      ID,
    ],
    [
      'Node.js, while it loads',
      '2026-01-01T12:00:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Cannot find module"}',
      'Runtime.ImportModuleError: Cannot find module',
      undefined,
    ],
    [
      'a timeout',
      `2026-01-01T12:00:03.001Z ${ID} Task timed out after 3.00 seconds\n\n`,
      'Task timed out after 3.00 seconds',
      ID,
    ],
    [
      'the platform',
      `RequestId: ${ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`,
      'Error: Runtime exited with error: exit status 1',
      ID,
    ],
    ['Python', "[ERROR] KeyError: 'items'\nTraceback (most recent call last):\n  File", "KeyError: 'items'", undefined],
    [
      'JSON, what nobody caught',
      JSON.stringify({level: 'ERROR', requestId: ID, message: {errorType: 'TypeError', errorMessage: 'no items'}}),
      'TypeError: no items',
      ID,
    ],
    [
      'JSON, a timeout',
      JSON.stringify({
        type: 'platform.report',
        record: {requestId: ID, status: 'timeout', metrics: {durationMs: 3000}},
      }),
      'Task timed out after 3.00 seconds',
      ID,
    ],
  ])('%s', (_, line, message, requestId) => {
    expect(toFailure(line)).toEqual({message, isFatal: true, ...(requestId && {requestId})});
  });
});

describe('a line that only logs an error', () => {
  it.each([
    ['Node.js', `2026-01-01T12:00:00.000Z\t${ID}\tERROR\tretrying the payment`, 'retrying the payment'],
    ['Python', `[ERROR]\t2026-01-01T12:00:00.000Z\t${ID}\tretrying the payment`, 'retrying the payment'],
    ['JSON', JSON.stringify({level: 'error', requestId: ID, message: 'retrying the payment'}), 'retrying the payment'],
  ])('%s', (_, line, message) => {
    expect(toFailure(line)).toEqual({message, requestId: ID, isFatal: false});
  });
});

it.each([
  [`START RequestId: ${ID} Version: 7`],
  [`REPORT RequestId: ${ID}\tDuration: 3000.00 ms\tStatus: timeout`],
  [`2026-01-01T12:00:00.000Z\t${ID}\tINFO\tno ERROR here`],
  ['{"level":"INFO","message":"Error budget is fine"}'],
  ['{not json'],
  [''],
])('%j tells of no failure', (line) => {
  expect(toFailure(line)).toBeUndefined();
});

describe('groups', () => {
  const thrown = (id: string, text: string) =>
    `t\t${id}\tERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"${text}"}`;
  const logged = (id: string, text: string) => `t\t${id}\tERROR\t${text}`;

  it('count what differs in numbers and ids as one, and a request once', () => {
    const lines = [thrown(ID, 'order 17 is gone'), thrown(OTHER, `order 4 is gone`), thrown(ID, 'order 17 is gone')];
    expect(groupFailures(lines, 5)).toEqual([{message: 'Error: order 17 is gone', count: 2, requestId: ID}]);
  });

  it('put failed invocations before what is logged more often, and cut the rest', () => {
    const noise = Array.from({length: 9}, (_, index) => logged(`${OTHER.slice(0, -1)}${index}`, 'slow'));
    const found = groupFailures([...noise, thrown(ID, 'boom'), logged(ID, 'rare')], 2);
    expect(found.map(({message, count}) => [message, count])).toEqual([
      ['Error: boom', 1],
      ['slow', 9],
    ]);
  });

  it('are one line each', () => {
    const [cause] = groupFailures([`[ERROR] ValueError: ${'x'.repeat(300)}\nTraceback`], 5);
    expect(cause?.message).toHaveLength(200);
    expect(formatFailureCause({message: 'Error: boom', count: 412, requestId: ID})).toBe(
      `412 × Error: boom (request ${ID})`,
    );
  });
});
