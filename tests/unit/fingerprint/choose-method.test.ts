import { expect, it } from 'vitest';
import { chooseMethod } from '@/lib/backup/database/fingerprint/choose-method';

it('takes the binary form only where every type has exactly one, without OIDs', () => {
  expect(chooseMethod(['text', 'int4', 'timestamptz', 'jsonb', 'numeric'], 'UTF8')).toBe('record');
  expect(chooseMethod([], 'UTF8')).toBe('record');
  for (const type of ['float8', '_text', 'xml', 'money', 'regclass', 'int4range', 'tsvector', 'point', null]) {
    expect(chooseMethod(['text', type], 'UTF8'), String(type)).toBe('text');
  }
});

it('takes the printed form where text would be converted on its way', () => {
  expect(chooseMethod(['text'], 'LATIN1')).toBe('text');
  expect(chooseMethod(['text'], 'SQL_ASCII')).toBe('text');
});
