import { sql } from 'drizzle-orm';
import type { HostDatabase } from '../host.types';
import { askDatabase } from '../kernel/database-outage';
import type { SeedView } from '../views';

const NEVER: SeedView = { status: 'never', startedAt: null, completedAt: null, error: null };

type SeedRow = {
  status: string;
  started_at: string | null;
  completed_at: string | null;
  error: string | null;
};

/**
 * How the last seed went. Its times carry no zone; the application writes them in UTC. `isStale` is asked of a row that
 * says `seeding`.
 */
export function readSeedStatus(db: HostDatabase, isStale: () => Promise<boolean>): Promise<SeedView> {
  return askDatabase(async () => {
    const [table] = await db.execute<{ present: boolean }>(
      sql`select to_regclass('public.seed_status') is not null as present`,
    );
    if (!table?.present) return NEVER;
    const [row] = await db.execute<SeedRow>(sql`
      select status, error,
        extract(epoch from started_at at time zone 'UTC') * 1000 as started_at,
        extract(epoch from completed_at at time zone 'UTC') * 1000 as completed_at
      from public.seed_status order by id = 'singleton' desc, started_at desc limit 1`);
    return row ? toView(row, row.status === 'seeding' && (await isStale())) : NEVER;
  });
}

function toView(row: SeedRow, stale: boolean): SeedView {
  const times = { startedAt: iso(row.started_at), completedAt: iso(row.completed_at) };
  if (row.status === 'completed') return { status: 'completed', ...times, error: null };
  if (row.status === 'seeding') return { status: stale ? 'stale' : 'seeding', ...times, error: null };
  const error =
    row.status === 'failed' ? showable(row.error) : 'The seed has a status that this version does not know.';
  return { status: 'failed', ...times, error };
}

const iso = (milliseconds: string | null): string | null =>
  milliseconds === null ? null : new Date(Number(milliseconds)).toISOString();

/** The first line of what the seed wrote down, without the sign-in part of an address. */
function showable(error: string | null): string | null {
  const line = error?.trim().split('\n', 1)[0] ?? '';
  return line.replace(/:\/\/\S*@/g, '://…@').slice(0, 300) || null;
}
