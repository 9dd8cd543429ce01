import {describe, expect, it} from 'vitest';
import {parseReport} from '../../../src/lib/model/invoke/report-line.js';

const LINE =
  'REPORT RequestId: 1c8e\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 71 MB\t';

describe('the report of an invocation', () => {
  it.each([
    ['warm', LINE, {}],
    ['cold', `${LINE}Init Duration: 101.5 ms\t`, {initMs: 101.5}],
  ])('is read from the line of text, %s', (_which, line, init) => {
    const tail = `START RequestId: 1c8e Version: 7\nhello\nEND RequestId: 1c8e\n${line}\n`;
    expect(parseReport(tail)).toEqual({durationMs: 12.34, billedMs: 13, memoryMb: 128, maxMemoryMb: 71, ...init});
  });

  it('is read from the record of JSON', () => {
    const metrics = {durationMs: 2.5, billedDurationMs: 3, memorySizeMB: 256, maxMemoryUsedMB: 80, initDurationMs: 90};
    const tail = `e":"cut off"}\n${JSON.stringify({time: 'x', type: 'platform.report', record: {requestId: 'r', metrics}})}\n`;
    expect(parseReport(tail)).toEqual({durationMs: 2.5, billedMs: 3, memoryMb: 256, maxMemoryMb: 80, initMs: 90});
  });

  it.each(['', 'REPORT of the handler', '{"type":"platform.report"', '{"type":"platform.report","record":{}}'])(
    'is none in %j',
    (tail) => {
      expect(parseReport(tail)).toBeUndefined();
    },
  );
});
