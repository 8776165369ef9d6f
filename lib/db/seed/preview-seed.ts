import { sql } from 'drizzle-orm';
import type { SiteDatabase } from '../drizzle';
import { readSeedSettings } from '../seed-settings';
import { writeDemoRows } from './demo-rows';
import { writeEssentialRows } from './essential-rows';
import { RowWriter } from './insert-rows';
import { readSeedState } from './seed-lease';
import type { SeedTransaction } from './seed-plan';

export interface SeedPreview {
  /** `fill`: rows are added. `mark`: there are users, so it would only note that it ended. `nothing`: done, or under way. */
  does: 'fill' | 'mark' | 'nothing';
  /** Tables that a fill writes to: rows that are there, and rows that it adds. */
  tables: { schema: string; name: string; rows: number; adds: number }[];
}

/** What seeding would do to this database now. Writes nothing. Throws where there is no seed_status or no password is set. */
export async function previewSeed(database: Pick<SiteDatabase, 'execute'>): Promise<SeedPreview> {
  const state = await readSeedState(database);
  if (state === 'completed' || state === 'seeding') return { does: 'nothing', tables: [] };
  const users = await database.execute(sql`select 1 from users limit 1`);
  if (users.length > 0) return { does: 'mark', tables: [] };
  const adds = Object.entries(await countSeedRows());
  const rows = await Promise.all(adds.map(([name]) => countRows(database, name)));
  return {
    does: 'fill',
    tables: adds.map(([name, count], index) => ({ schema: 'public', name, rows: rows[index] ?? 0, adds: count })),
  };
}

/** The rows of a seed by table, made and thrown away. */
async function countSeedRows(): Promise<Record<string, number>> {
  const nowhere = { execute: async () => [] } as unknown as SeedTransaction;
  const writer = new RowWriter(nowhere);
  const options = readSeedSettings();
  await writeEssentialRows(writer, options);
  if (options.demo) await writeDemoRows(writer);
  return writer.counts;
}

async function countRows(database: Pick<SiteDatabase, 'execute'>, table: string): Promise<number> {
  const [row] = await database.execute<{ rows: string }>(
    sql`select count(*) as rows from public.${sql.identifier(table)}`,
  );
  return Number(row?.rows ?? 0);
}
