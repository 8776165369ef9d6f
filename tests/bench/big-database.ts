import postgres from 'postgres';

export async function createBenchDatabase(serverUrl: string, name: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1 });
  await sql.unsafe(`create database ${name}`);
  await sql.end();
}

/**
 * A database of about `megabytes`: rows of text, JSON and numbers that compress about as real ones do (to a third),
 * in one large, one middling and twenty small tables.
 */
export async function fillDatabase(url: string, megabytes: number): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const rows = megabytes * 1_900;
    const body = `select g as id, 'user-' || (g::bigint * 7919) % 100003 || '@example.com' as email,
      repeat(md5((g::bigint * 31)::text) || ' a sentence that people write about an item ', 3) as text,
      jsonb_build_object('score', g % 100, 'tags', array['a' || g % 50, 'b' || g % 7], 'note', md5(g::text)) as data,
      (g * 1.37)::numeric(12, 2) as amount, timestamptz '2026-01-01' + g * interval '1 second' as at
      from generate_series($1::int, $2::int) g`;
    await sql.unsafe(`create table big_comments as ${body}`, [1, Math.round(rows * 0.7)]);
    await sql.unsafe(`create table big_views as ${body}`, [1, Math.round(rows * 0.25)]);
    for (let table = 0; table < 20; table += 1) {
      await sql.unsafe(`create table small_${table} as ${body}`, [1, Math.round((rows * 0.05) / 20)]);
    }
    await sql
      .unsafe('alter table big_comments add primary key (id); create index on big_comments (email); analyze')
      .simple();
    const [size] = await sql<{ bytes: string }[]>`select pg_database_size(current_database())::text as bytes`;
    return Number(size?.bytes);
  } finally {
    await sql.end();
  }
}
