import type { TestDatabase } from '../support/postgres';

/** About 190 MB that compress badly: a dump of it lasts for seconds with either engine. */
export async function addSlowTable(database: TestDatabase): Promise<void> {
  await database.query(
    `create table slow_table as select g, string_agg(md5(g::text || '-' || part::text), '') as text
       from generate_series(1, 100000) g, generate_series(1, 60) part group by g`,
  );
}
