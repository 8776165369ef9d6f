import { describe, expect, it } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { compareKeys } from '@/lib/backup/storage/key-rules';
import { objectKeys } from '@/lib/backup/storage/object-keys';

describe('objectKeys', () => {
  it('places a backup by the time inside its id, in UTC', () => {
    const keys = objectKeys('mcp.example');
    const id = newId(new Date('2026-12-31T23:59:59.999Z'));
    const other = newId(new Date('2027-01-01T00:00:00Z'));
    expect(keys.sitePrefix).toBe('mcp.example/');
    expect(keys.backupPrefix(id)).toBe(`mcp.example/2026/12/${id}/`);
    expect(keys.backupPrefix(other)).toBe(`mcp.example/2027/01/${other}/`);
    expect(keys.dataKey(id, 'custom')).toBe(`mcp.example/2026/12/${id}/data.dump`);
    expect(keys.dataKey(id, 'sql')).toBe(`mcp.example/2026/12/${id}/data.sql`);
    expect(keys.dataKey(id, 'sql.gz')).toBe(`mcp.example/2026/12/${id}/data.sql.gz`);
    expect(keys.manifestKey(id)).toBe(`mcp.example/2026/12/${id}/manifest.json`);
    expect(keys.tombstoneKey(id)).toBe(`mcp.example/2026/12/${id}/tombstone.json`);
    expect(keys.verificationKey(id, other)).toBe(`mcp.example/2026/12/${id}/verification-${other}.json`);
  });

  it.each(['', '..', '.', '-x', 'x-', 'a/b', 'A', 'a b', 'ü', 'a\0', `${'x'.repeat(64)}`])(
    'refuses the site %j',
    (site) => {
      expect(() => objectKeys(site)).toThrow(expect.objectContaining({ name: 'AppFailure' }));
    },
  );

  it.each(['', '..', '../../etc/passwd', '%2e%2e%2f', 'x'.repeat(300), '-f', '01ARZ3NDEKTSV4RRFFQ69G5FA', 'a\0b'])(
    'refuses %j as an id',
    (id) => {
      const keys = objectKeys('site');
      for (const place of [keys.backupPrefix, keys.manifestKey, keys.tombstoneKey]) {
        expect(() => place(id)).toThrow(expect.objectContaining({ name: 'AppFailure' }));
      }
      expect(() => keys.verificationKey(newId(new Date()), id)).toThrow(
        expect.objectContaining({ name: 'AppFailure' }),
      );
    },
  );
});

it('compares keys by their bytes, not by UTF-16 units', () => {
  expect(compareKeys('\u{ffee}', '\u{1f5c4}')).toBeLessThan(0);
  expect('\u{ffee}' < '\u{1f5c4}').toBe(false);
});
