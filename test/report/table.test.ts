import {describe, expect, it} from 'vitest';
import {cutLine, formatFields, formatTable} from '../../src/lib/report/table.js';

describe('formatTable', () => {
  const columns = [{heading: 'Function'}, {heading: 'Reserved', align: 'right'}] as const;

  it('aligns columns by their widest cell and leaves no blanks at the end', () => {
    expect(
      formatTable(columns, [
        ['checkout', '50'],
        ['a-much-longer-name', '1,000'],
      ]).split('\n'),
    ).toEqual(['Function            Reserved', 'checkout                  50', 'a-much-longer-name     1,000']);
  });

  it('shows a missing cell as a dash and an empty table as its headings', () => {
    expect(formatTable(columns, [['checkout', undefined]])).toContain('checkout         –');
    expect(formatTable(columns, [])).toBe('Function  Reserved');
  });

  it('cuts lines to the width it is given', () => {
    const table = formatTable(columns, [['x'.repeat(100), '1']], {width: 20, indent: '  '});
    expect(table.split('\n').map((line) => line.length)).toEqual([20, 20]);
    expect(table.split('\n')[1]).toBe(`  ${'x'.repeat(17)}…`);
  });
});

describe('formatFields', () => {
  it('aligns values and leaves out what has none', () => {
    const fields = [
      ['Files', '3'],
      ['Left out', undefined],
      ['CodeSha256', 'abc='],
    ] as const;
    expect(formatFields(fields)).toBe('Files       3\nCodeSha256  abc=');
  });
});

describe('cutLine', () => {
  it('counts characters, not code units', () => {
    expect(cutLine('💥💥💥', 3)).toBe('💥💥💥');
    expect(cutLine('💥💥💥', 2)).toBe('💥…');
  });
});
