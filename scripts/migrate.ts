import { runMigrations } from '@/lib/db/migrate';
import { runScript } from './run-script';

await runScript(async () => {
  const { applied } = await runMigrations();
  const tags = applied.map((tag) => `\n  ${tag}`).join('');
  console.log(applied.length === 0 ? 'The database is up to date.' : `Migrations applied: ${applied.length}${tags}`);
});
