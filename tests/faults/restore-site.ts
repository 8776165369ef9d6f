import { expect } from 'vitest';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { schemaText } from '../integration/restore/two-databases';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { contentOf } from '../support/database-content';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { dropReplaced } from '../support/restoring';
import { expectSound } from './oracle';

/** Tables that a restore empties: sign-ins and links of the old time. */
const VOIDED = ['sessions', 'passwordResetTokens', 'verificationTokens'] as const;

/** Rows and structure that came after the backup. */
const LIFE = `
  insert into users (id, email) values ('newcomer', 'new@example.com');
  delete from votes where id in (select id from votes order by id limit 3);
  update comments set content = 'edited later' where id in (select id from comments order by id limit 2);
  create table later_things (id int generated always as identity primary key, note text not null);
  insert into later_things (note) values ('one'), ('two')`;

export interface SiteState {
  rows: string;
  structure: string;
}

/** Every row, every sequence and the whole structure, but for the module's own schema. */
const stateOf = async (
  database: TestDatabase,
  { without = [] }: { without?: readonly string[] } = {},
): Promise<SiteState> => ({
  rows: await contentOf(database, { without }),
  structure: await schemaText(database),
});

/** A site with one backup and a life after it: a fault of a restore leaves it as it is now or as it was then. */
export interface RestoreSite {
  live: TestDatabase;
  module: TestModule;
  backupId: string;
  /** Key of the stored dump. */
  artifactKey: string;
  /** Nothing was changed and nothing was left behind. */
  expectUntouched(): Promise<void>;
  /** The live database is the one of the backup, and nothing was left behind. */
  expectRestored(): Promise<void>;
  close(): Promise<void>;
}

export interface RestoreSiteOptions {
  database?: TestDatabase;
  /** Where the module connects, if not as the superuser straight to the database. */
  url?: string;
  environment?: Record<string, string>;
  module?: Omit<NonNullable<Parameters<typeof openModule>[1]>, 'environment'>;
  /** Runs before the backup. */
  prepare?: string;
  format?: 'custom' | 'sql' | 'sql.gz';
}

export async function openRestoreSite(options: RestoreSiteOptions = {}): Promise<RestoreSite> {
  const live = options.database ?? (await siteDatabase());
  if (options.prepare) await live.query(options.prepare);
  const module = await openModule(options.url ?? live.url, {
    ...options.module,
    environment: { BACKUP_ENGINE: 'wasm', ...options.environment },
  });
  const { id: backupId } = await ended(
    startBackup(module.context, { scope: 'full', ...(options.format && { format: options.format }) }, byTest),
  ).catch((cause: unknown) => {
    throw new Error(`No backup to restore: ${module.logged.join('\n')}`, { cause });
  });
  const target = await stateOf(live, { without: VOIDED });
  await live.query(LIFE);
  const before = await stateOf(live);
  return {
    live,
    module,
    backupId,
    artifactKey: (await module.context.catalog.get(backupId)).manifest.artifact.key,
    async expectUntouched() {
      expect(await stateOf(live)).toEqual(before);
      await expectSound(module, live);
    },
    async expectRestored() {
      expect(await stateOf(live, { without: VOIDED })).toEqual(target);
      for (const table of VOIDED) expect(await live.query(`select 1 from "${table}"`)).toEqual([]);
      await expectSound(module, live);
    },
    async close() {
      await module.close();
      await dropReplaced(live);
      await live.drop();
    },
  };
}
