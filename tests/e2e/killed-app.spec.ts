import { readdirSync, readFileSync } from 'node:fs';
import { startApp } from '../support/app';
import { expect, idle, signIn, test } from './site';

const SLOW =
  'create table e2e_slow as select g as id, repeat(md5(g::text), 90) as text from generate_series(1, 250000) g';

const dumpProcesses = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('pg_dump') === true;
      } catch {
        return false;
      }
    });

test('kill -9 of the app in the middle of a dump: nothing is left, and the next run starts at once', async ({
  adminPage: page,
  app,
  browser,
  database,
}) => {
  test.skip(process.platform !== 'linux', 'reads /proc');
  test.setTimeout(180_000);
  await idle(page);
  await database.unsafe(SLOW);
  const doomed = await startApp({ env: { ...app.environment } });
  try {
    const context = await browser.newContext({ baseURL: doomed.baseUrl });
    const other = await context.newPage();
    await signIn(other, doomed, app.environment.SEED_ADMIN_EMAIL ?? '', app.environment.SEED_ADMIN_PASSWORD ?? '');
    await other.goto('/admin/backups');
    await other
      .getByRole('button', { name: /^Back up now/ })
      .first()
      .click();
    const running = async () => (await (await page.request.get('/api/admin/backups/runs')).json()).data.running;
    await expect.poll(async () => (await running())?.progress?.bytes ?? 0, { timeout: 30_000 }).toBeGreaterThan(0);
    const { id, backupId } = await running();
    process.kill(doomed.pid, 'SIGKILL');
    await context.close();

    const dumping = () => database`
      select pid from pg_stat_activity where datname = current_database() and application_name like '%pg_dump%'`;
    await expect.poll(async () => (await dumping()).length, { timeout: 10_000 }).toBe(0);
    await expect.poll(dumpProcesses, { timeout: 10_000 }).toEqual([]);

    await page.goto('/admin/backups');
    await page
      .getByRole('button', { name: /^Back up now/ })
      .first()
      .click();
    await expect.poll(async () => (await running())?.id ?? id, { timeout: 10_000 }).not.toBe(id);
    const lost = await (await page.request.get(`/api/admin/backups/runs/${id}`)).json();
    expect(lost.data.status).toBe('lost');
    await page
      .getByRole('button', { name: /^Cancel/ })
      .first()
      .click();
    await idle(page);
    await page.goto(`/admin/backups/${backupId}`);
    await expect(page.getByText('There is nothing at this address')).toBeVisible();
    const files = readdirSync(app.backupDirectory, { recursive: true }).map(String);
    expect(files.filter((file) => file.includes(backupId) || file.endsWith('.part'))).toEqual([]);
  } finally {
    await doomed.stop();
    await database.unsafe('drop table if exists e2e_slow');
  }
});
