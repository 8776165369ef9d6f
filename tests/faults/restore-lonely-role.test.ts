import { expect, test } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { runMigrations } from '@/lib/db/migrate';
import { byTest, ended, openModule } from '../support/backup-module';
import { contentOf } from '../support/database-content';
import { openDatabase } from '../support/postgres';
import { restored, undone } from '../support/restoring';
import { startTestPostgres } from '../support/test-cluster';

test('a role that may enter no other database swaps from one that is made for the moment', async () => {
  // A server of its own: closing `postgres` to everybody would end the tests of others.
  const server = await startTestPostgres(18);
  try {
    const admin = openDatabase(server, 'postgres');
    await admin.query(`create role site_owner login createdb password 'only for this test'`);
    await admin.query('create database site owner site_owner');
    await admin.query('revoke connect on database postgres, template1 from public');
    const url = (name: string) => `postgresql://site_owner:only%20for%20this%20test@127.0.0.1:${server.port}/${name}`;
    const live = openDatabase({ ...server, url }, 'site');
    await runMigrations(live.url);
    await live.query(`insert into users (id, email) values ('first', 'first@example.com')`);
    const module = await openModule(live.url, { environment: { BACKUP_ENGINE: 'wasm' } });
    try {
      const { id } = await ended(startBackup(module.context, { scope: 'full' }, byTest));
      // A site that was never seeded is told not to seed over what was restored.
      const restoredRows = () => contentOf(live, { without: ['seed_status'] });
      const then = await restoredRows();
      await live.query(`insert into users (id, email) values ('newcomer', 'new@example.com')`);
      const before = await contentOf(live);
      const result = await restored(module, id, { kind: 'live' });
      expect(result.target).toMatchObject({ kind: 'live', method: 'swap' });
      expect(await restoredRows()).toBe(then);
      await undone(module);
      expect(await contentOf(live)).toBe(before);
      expect(await admin.query(`select 1 from pg_database where datname like 'bk\\_scratch\\_%'`)).toEqual([]);
    } finally {
      await module.close();
    }
  } finally {
    await server.stop();
  }
});
