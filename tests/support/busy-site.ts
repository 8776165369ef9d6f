import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

/**
 * Writers that change a site's tables all the time: inserts, updates, deletes, sequences, in transactions that touch
 * two tables at once, so that a dump which mixes two moments cannot go unnoticed.
 */
export function startWriters(databaseUrl: string, writers = 8): { stop(): Promise<number> } {
  const connection = postgres(databaseUrl, { max: writers, onnotice: () => undefined });
  // Several rounds of writers may come over one database, and what one left behind must not stand in the way of the next.
  const run = randomBytes(4).toString('hex');
  let going = true;
  let transactions = 0;
  const write = async (writer: number) => {
    for (let round = 0; going; round += 1) {
      const key = `${writer}-${round}-${run}`;
      await connection.begin(async (sql) => {
        const [user] = await sql`select id from users order by random() limit 1`;
        await sql`insert into "activityLogs" ("userId", action, timestamp) values (${user?.id ?? null}, ${`write ${key}`}, now())`;
        await sql`update users set updated_at = now() where id = ${user?.id ?? null}`;
        await sql`insert into item_views (id, item_id, viewer_id, viewed_date_utc, viewed_at)
          values (${`view-${key}`}, ${`item-${round % 50}`}, ${`viewer-${writer}`}, ${key}, now())`;
        if (round % 3 === 0)
          await sql`delete from item_views where viewer_id = ${`viewer-${writer}`} and viewed_at < now() - interval '1 second'`;
      });
      transactions += 1;
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return {
    async stop() {
      going = false;
      await all;
      await connection.end({ timeout: 5 });
      return transactions;
    },
  };
}
