import postgres from 'postgres';
import { runMigrations } from '@/lib/db/migrate';
import { seedDatabase } from '@/lib/db/seed/seed-database';
import { openModule, type TestModule } from '../support/backup-module';
import { removeLeftovers, startTestPostgres } from '../support/test-cluster';

export interface CampaignSite {
  url: string;
  module: TestModule;
  query<T = Record<string, unknown>>(text: string): Promise<T[]>;
  close(): Promise<void>;
}

/** A small site on a server of its own: the project's migrations, the first data, and a backup module. */
export async function openCampaignSite(
  major: 15 | 17 | 18,
  { demo = false, prepare }: { demo?: boolean; prepare?(url: string): Promise<unknown> } = {},
): Promise<CampaignSite> {
  await removeLeftovers();
  const server = await startTestPostgres(major);
  const admin = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
  await admin`create database campaign`;
  await admin.end();
  const url = server.url('campaign');
  await runMigrations(url);
  await seedDatabase(url, { demo, adminEmail: 'admin@example.com', adminPassword: 'correct horse battery staple' });
  await prepare?.(url);
  const module = await openModule(url);
  const sql = postgres(url, { max: 2, idle_timeout: 1, onnotice: () => undefined });
  return {
    url,
    module,
    query: async <T>(text: string) => [...((await sql.unsafe(text)) as unknown as T[])],
    async close() {
      await sql.end({ timeout: 1 });
      await module.close();
      await server.stop();
    },
  };
}

/** Numbers from 0 to 1 that are the same for the same seed, so that a failure can be had again. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const seedOf = (): number => Number(process.env.CAMPAIGN_SEED ?? Date.now() % 1_000_000);
