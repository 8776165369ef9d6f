import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { fillEveryType } from '../fingerprint/every-type';
import { backUp, nativeEngine, outcomeOf, prove, scratchDatabases, stream, wasmEngine } from './restore-support';

describe.each([15, 17, 18] as const)('restored and compared on PostgreSQL %i', (major) => {
  let source: TestDatabase;
  beforeAll(async () => {
    source = await createDatabase({ major });
    await fillEveryType(source, major);
  });
  afterAll(() => source?.drop());

  it('a dump of nearly every type, awkward names and histories matches, table by table', async () => {
    const backup = await backUp(source, wasmEngine());
    const seen: string[] = [];
    const proof = await prove(backup, { onTable: ({ name }) => seen.push(name) });
    expect(proof.reason).toBeNull();
    expect(proof).toMatchObject({ same: true, damage: null });
    expect(proof.serverVersion).toMatch(new RegExp(`^${major}\\.`));
    expect(proof.tables.map(({ name }) => name).sort()).toEqual(seen.sort());
    expect(new Set(backup.request.expected.tables.map(({ method }) => method))).toEqual(new Set(['record', 'text']));
    expect(backup.request.expected.tables.find(({ name }) => name === 'exact')?.method).toBe('record');
  });

  it('a dump with one other byte in one row does not match, and the table is named', async () => {
    const backup = await backUp(source, wasmEngine());
    const at = backup.dump.indexOf('Zeile 77 ');
    expect(at).toBeGreaterThan(0);
    const changed = Buffer.from(backup.dump);
    changed.write('Zeile 78 ', at);
    const proof = await prove(backup, { open: async () => stream(changed) });
    expect(proof).toMatchObject({ same: false, damage: null });
    expect(proof.reason).toMatch(
      /^exact differs: 209 rows as expected, but not with the same content\. The other \d+ tables match\.$/,
    );
  });

  it('the structure alone matches as empty tables', async () => {
    const backup = await backUp(source, wasmEngine(), { selection: { kind: 'schema' } });
    expect(await prove(backup)).toMatchObject({ same: true, reason: null });
  });

  it('a custom archive of pg_dump matches', async ({ skip }) => {
    const engine = nativeEngine(major);
    if (!engine) return skip(`no native pg_dump ${major} or newer on this machine`);
    const backup = await backUp(source, engine, { output: 'custom' });
    expect(await prove(backup)).toMatchObject({ same: true, reason: null });
    const cut = backup.dump.subarray(0, backup.dump.length - 600);
    const proof = await prove(backup, { open: async () => stream(cut) });
    expect(proof.same).toBe(false);
    expect(proof.reason).toMatch(/cut short or damaged/);
    expect(proof.tables.every(({ same, actualRows }) => !same && actualRows === null)).toBe(true);
  });
});

describe('a backup of named tables', () => {
  let site: TestDatabase;
  beforeAll(async () => {
    site = await siteDatabase(18);
  });
  afterAll(() => site?.drop());

  it('is proven although it references tables that it does not hold', async () => {
    const tables = ['comments', 'votes', 'subscriptionHistory'].map((name) => ({ schema: 'public', name }));
    const backup = await backUp(site, wasmEngine(), { selection: { kind: 'tables', tables } });
    expect(backup.request.expected.missingReferences.length).toBeGreaterThan(0);
    const proof = await prove(backup);
    expect(proof).toMatchObject({ same: true, reason: null });
    expect(proof.tables.length).toBe(3);

    const expected = { ...backup.request.expected, missingReferences: [] };
    expect(await prove(backup, { expected })).toMatchObject({
      same: false,
      reason: expect.stringMatching(/the server refused ALTER TABLE ONLY for \w+/),
    });
  });

  it('is proven in a schema of its own', async () => {
    const tables = [{ schema: 'drizzle', name: '__drizzle_migrations' }];
    const backup = await backUp(site, wasmEngine(), { selection: { kind: 'tables', tables } });
    expect(await prove(backup)).toMatchObject({ same: true, reason: null });
  });

  it('the whole site is proven, and a missing row is told in an admin’s words', async () => {
    const backup = await backUp(site, wasmEngine());
    const rows = await site.query<{ n: number }>('select count(*)::int as n from comments');
    expect(await prove(backup)).toMatchObject({ same: true, reason: null });
    const begin = backup.dump.indexOf('\n', backup.dump.indexOf('COPY public.comments ')) + 1;
    const end = backup.dump.indexOf('\n', begin) + 1;
    const shorter = Buffer.concat([backup.dump.subarray(0, begin), backup.dump.subarray(end)]);
    const { reason } = await prove(backup, { open: async () => stream(shorter) });
    const n = rows[0]?.n ?? 0;
    const count = (value: number) => value.toLocaleString('en-US');
    expect(reason).toMatch(
      new RegExp(
        `^comments differs: ${count(n)} rows expected, ${count(n - 1)} found\\. The other \\d+ tables match\\.$`,
      ),
    );
  });

  it('an archive that pg_restore here is too old for says what to install', async () => {
    const backup = await backUp(site, wasmEngine(), { output: 'custom' });
    const outcome = outcomeOf(prove(backup, { nativeTools: [] }));
    expect(await outcome).toMatch(/^UNSUPPORTED: .*pg_restore.*18 or newer/);
    expect(await scratchDatabases(site, backup.request.id)).toEqual([]);
  });
});
