import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvCell, csvLine } from '@/lib/backup/policy/audit-text';

test.each([
  ['=cmd|calc', `"'=cmd|calc"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['  =1', `"'  =1"`],
  ['\uFF1D1', `"'\uFF1D1"`],
  ['a"b', '"a""b"'],
  ['a\r\nb,c', '"a b,c"'],
  [null, '""'],
  [-5, '"-5"'],
])('%j', (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test('whatever a cell holds: one line, and no formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (cells) => {
      const line = csvLine(cells);
      expect(line.endsWith('\r\n')).toBe(true);
      expect(line.slice(0, -2)).not.toMatch(/[\r\n]/);
      for (const cell of cells) expect(csvCell(cell)).not.toMatch(/^"\s*[=+\-@]/);
    }),
    { numRuns: 2_000 },
  );
});
