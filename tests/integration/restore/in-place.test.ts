import type { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openClient } from '@/lib/backup/database/open-client';
import { compareOnClient } from '@/lib/backup/database/restore/compare-restored';
import { emptyDatabase } from '@/lib/backup/database/restore/empty-database';
import { loadInto } from '@/lib/backup/database/restore/load-into';
import { fingerprintOf, targetOf } from '../fingerprint/fingerprint-of';
import { type OwnedSite, ownedSite } from './in-place-support';
import { outcomeOf } from './outcome-of';
import { backUp, stream, type TestBackup, wasmEngine } from './restore-support';
import { schemaText, wholeState } from './two-databases';

/** A site that lived on: rows, structure, owners' privileges and large objects of another time. */
const LATER = `
  drop table "subscriptionHistory"; delete from orders where amount < 1; update "userAccount" set tags = '{later}';
  create schema newer; create table newer.things (id int generated always as identity); alter table contacts add column newer int;
  alter type order_state rename value 'paid' to 'settled'; drop view "openOrders"; comment on schema public is 'later';
  alter default privileges grant insert on tables to pg_monitor; select lo_create(4711);
  insert into backup.run values ('kept as it is now');`;

async function restoreInto(client: Client, backup: TestBackup, dump: Buffer, serverMajor: number) {
  await client.query(`begin; set local lock_timeout = '10s'`);
  const { remainingSchemas } = await emptyDatabase(client, { keepSchemas: ['backup'] });
  expect((await client.query('show search_path')).rows).toEqual([{ search_path: '"$user", public' }]);
  const options = { serverMajor, ownership: 'keep', presentSchemas: remainingSchemas } as const;
  const summary = await loadInto(client, stream(dump), options);
  const compared = await compareOnClient(client, backup.request.expected, { excludeSchemas: ['backup'] });
  return { ...compared, notes: summary.notes };
}

describe.each([15, 17, 18] as const)('a restore in place by a role without CREATEDB on PostgreSQL %i', (major) => {
  let site: OwnedSite;
  beforeEach(async () => {
    site = await ownedSite(major);
  });
  afterEach(() => site?.drop());

  it('brings everything back in one transaction, and readers see all of before or all of after', async () => {
    const backup = await backUp(site.database, wasmEngine());
    const [rows, structure] = [await fingerprintOf(site.database.url), await schemaText(site.database)];
    await site.asOwner((client) => client.query(LATER));
    const later = await site.asOwner(readSite);
    const reader = await openClient(targetOf(site.database.url), { applicationName: 'test reader' });
    const reading = site.asOwner(async (client) => {
      const compared = await restoreInto(client, backup, backup.dump, major);
      // Asks while everything is locked, and is answered after the commit.
      const asked = readSite(reader);
      await client.query('commit');
      return { compared, seen: await asked };
    });
    const { compared, seen } = await reading;
    await reader.end();
    expect(compared).toMatchObject({ same: true, reason: null, notes: [] });
    expect(seen).not.toEqual(later);
    expect(seen).toEqual(await site.asOwner(readSite));
    expect(await schemaText(site.database)).toBe(structure);
    const kept = ({ schema }: { schema: string }) => schema !== 'backup';
    expect((await fingerprintOf(site.database.url)).filter(kept)).toEqual(rows.filter(kept));
    expect(await site.database.query('select id from backup.run order by 1')).toEqual([
      { id: 'kept as it is now' },
      { id: 'must not be dumped' },
    ]);
    expect(await site.database.query('select count(*)::int as n from pg_largeobject_metadata')).toEqual([{ n: 1 }]);
  });

  it('a dump that breaks off, or does not match, leaves the site as it was', async () => {
    const backup = await backUp(site.database, wasmEngine());
    await site.asOwner((client) => client.query(LATER));
    const before = await wholeState(site.database);
    const cut = backup.dump.subarray(0, Math.floor(backup.dump.length * 0.7));
    expect(await outcomeOf(site.asOwner((client) => restoreInto(client, backup, cut, major)))).toMatch(/^CORRUPT/);
    expect(await wholeState(site.database)).toEqual(before);

    const changed = Buffer.from(backup.dump);
    changed.write('u49@example.net', backup.dump.indexOf('u49@example.com'));
    const compared = await site.asOwner(async (client) => {
      const result = await restoreInto(client, backup, changed, major);
      await client.query('rollback');
      return result;
    });
    expect(compared.same).toBe(false);
    expect(compared.reason).toMatch(/^userAccount differs: 50 rows as expected, but not with the same content\./);
    expect(await wholeState(site.database)).toEqual(before);
  });
});

/** What a visitor of the site would read, in one statement. */
async function readSite(client: Client): Promise<unknown> {
  const { rows } = await client.query(
    `select (select count(*)::int from public.orders) as orders,
       (select md5(string_agg(u::text, '|' order by u.id)) from public."userAccount" u) as users`,
  );
  return rows;
}
