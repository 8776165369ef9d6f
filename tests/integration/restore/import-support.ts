import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ImportRequest, importDump } from '@/lib/backup/use-cases/import-dump';
import { openModule, type TestModule } from '@/tests/support/backup-module';
import { siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { onServer } from '@/tests/support/test-database';
import { backUp, wasmEngine } from './restore-support';

/** A dump as pg_dump writes it, around any statements. */
export const dumpOf = (statements: string): string =>
  `--\n-- PostgreSQL database dump\n--\n\n${statements}\n--\n-- PostgreSQL database dump complete\n--\n\n`;

export interface ImportSite {
  site: TestDatabase;
  module: TestModule;
  folder: string;
  /** The site as plain SQL. */
  plain: Buffer;
  /** Of the database that imports make. */
  name: string;
  fileOf(content: Uint8Array | string): Promise<string>;
  load(content: Uint8Array | string, more?: Partial<ImportRequest>): ReturnType<typeof importDump>;
  /** The imported database, where there is one. */
  imported(): Promise<{ comment: string | null; open: boolean; owner: string } | undefined>;
  rowsOf(table: string): Promise<number>;
  dropImported(): Promise<void>;
  close(): Promise<void>;
}

export async function openImportSite(): Promise<ImportSite> {
  const site = await siteDatabase();
  const module = await openModule(site.url);
  const folder = await mkdtemp(path.join(tmpdir(), 'backup-import-'));
  const { dump: plain } = await backUp(site, wasmEngine());
  const name = `${site.name}_import`;
  let count = 0;
  const fileOf = async (content: Uint8Array | string) => {
    count += 1;
    const file = path.join(folder, `dump-${count}`);
    await writeFile(file, content);
    return file;
  };
  const dropImported = () => onServer(site.server, `drop database if exists "${name}" with (force)`);
  return {
    site,
    module,
    folder,
    plain,
    name,
    fileOf,
    load: async (content, more = {}) =>
      importDump(module.context, { file: await fileOf(content), database: name, actorName: 'Test', ...more }),
    async imported() {
      const [row] = await site.query<{ comment: string | null; open: boolean; owner: string }>(
        `select shobj_description(d.oid, 'pg_database') as comment, r.rolname as owner,
                has_database_privilege('pg_read_all_data', d.oid, 'connect') as open
         from pg_database d join pg_roles r on r.oid = d.datdba where datname = $1`,
        [name],
      );
      return row;
    },
    async rowsOf(table) {
      const [row] = await site.query<{ n: string }>(`select count(*) as n from ${table}`);
      return Number(row?.n);
    },
    dropImported,
    async close() {
      await dropImported();
      await module.close();
      await site.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
