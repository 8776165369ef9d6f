import type { TestDatabase } from '../support/postgres';

/** About 190 MB, stored as they are: quickly made, and yet a dump of it lasts for seconds with either engine. */
export async function addSlowTable(database: TestDatabase): Promise<void> {
  await database.query(
    `create table slow_table as
       select g, (select string_agg(md5(part::text), '') from generate_series(1, 59) part) || g as text
         from generate_series(1, 100000) g`,
  );
}
