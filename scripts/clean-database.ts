import { cleanDatabase } from '@/lib/db/clean-database';
import { runScript } from './run-script';

const FLAG = '--yes-delete-everything';

await runScript(async () => {
  const [flag, name, ...more] = process.argv.slice(2);
  if (flag !== FLAG || !name || more.length > 0) {
    throw new Error(
      'This drops every table of the site. If you mean it, name the database: ' +
        `npm run db:clean -- ${FLAG} DATABASE_NAME`,
    );
  }
  const dropped = await cleanDatabase(name);
  console.log(
    `Dropped from ${name}: ${dropped.length} tables and the record of migrations. Other schemas are as before.`,
  );
});
