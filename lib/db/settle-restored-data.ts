type Run = (
  text: string,
  values?: readonly unknown[],
) => Promise<{ rows: Record<string, unknown>[]; rowCount: number }>;

const SESSIONS = ['sessions'];
const LINKS = ['passwordResetTokens', 'verificationTokens'];

/**
 * After a restore: sessions, reset and verification links of the old time must not come back to life, and a seed that
 * was under way or had failed in the backup must not be done again over its data at the next start.
 */
export async function settleRestoredData(
  run: Run,
): Promise<{ sessions: number; links: number; seedCorrected: boolean }> {
  const sessions = await emptyTables(run, SESSIONS);
  const links = await emptyTables(run, LINKS);
  return { sessions, links, seedCorrected: await markSeeded(run) };
}

async function exists(run: Run, table: string): Promise<boolean> {
  const { rows } = await run('select to_regclass($1) is not null as there', [`public."${table}"`]);
  return rows[0]?.there === true;
}

async function emptyTables(run: Run, tables: readonly string[]): Promise<number> {
  let removed = 0;
  for (const table of tables) {
    if (await exists(run, table)) removed += (await run(`delete from public."${table}"`)).rowCount;
  }
  return removed;
}

async function markSeeded(run: Run): Promise<boolean> {
  if (!(await exists(run, 'seed_status')) || !(await exists(run, 'users'))) return false;
  const { rows } = await run('select exists (select from public.users) as has_users');
  if (rows[0]?.has_users !== true) return false;
  const { rowCount } = await run(
    `insert into public.seed_status (id, status, started_at, completed_at, version)
       values ('singleton', 'completed', clock_timestamp() at time zone 'utc', clock_timestamp() at time zone 'utc', 'restored')
     on conflict (id) do update set status = 'completed', completed_at = excluded.completed_at, error = null
       where seed_status.status <> 'completed'`,
  );
  return rowCount > 0;
}
