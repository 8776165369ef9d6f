import { getDatabaseUrl } from '@/lib/db/drizzle';
import { withConnection } from '@/lib/db/open-connection';
import { seedOnce } from '@/lib/db/seed/seed-database';
import { readSeedSettings } from '@/lib/db/seed-settings';
import { runScript } from './run-script';

await runScript(async () => {
  const settings = readSeedSettings();
  const { result, rows } = await withConnection(getDatabaseUrl(), 'site seed', (database) =>
    seedOnce(database, () => settings),
  );
  if (result === 'elsewhere') {
    console.log('Nothing added: seed_status says that this database is seeded, or being seeded at this moment.');
  } else if (result === 'existing') {
    console.log('Nothing added: the database has users already. seed_status now says completed.');
  } else {
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
    for (const [table, count] of Object.entries(rows)) console.log(`  ${table.padEnd(26)} ${count}`);
    console.log(`Seeded: ${total} rows. The admin is ${settings.adminEmail}.`);
  }
});
