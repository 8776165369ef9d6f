import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, idle, signIn, test } from './site';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('close', resolve));

test('the standalone build, copied elsewhere, makes and proves a backup with the built-in pg_dump', async ({
  adminPage,
  app,
  browser,
  database,
}) => {
  test.skip(!existsSync('.next/standalone/server.js'), 'the build was not made with NEXT_OUTPUT=standalone');
  test.setTimeout(180_000);
  await idle(adminPage);
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'standalone-'));
  cpSync('.next/standalone', elsewhere, { recursive: true, verbatimSymlinks: true });
  cpSync('.next/static', path.join(elsewhere, '.next/static'), { recursive: true });
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['server.js'], {
    cwd: elsewhere,
    env: { ...app.environment, NODE_ENV: 'production', PATH: '', PORT: String(port), HOSTNAME: '127.0.0.1' },
    stdio: 'ignore',
  });
  try {
    const context = await browser.newContext({ baseURL: baseUrl });
    const page = await context.newPage();
    await expect
      .poll(
        () =>
          page.request.get('/api/health').then(
            (answer) => answer.status(),
            () => 0,
          ),
        { timeout: 60_000 },
      )
      .toBe(200);
    await signIn(
      page,
      { ...app, baseUrl },
      app.environment.SEED_ADMIN_EMAIL ?? '',
      app.environment.SEED_ADMIN_PASSWORD ?? '',
    );
    await page.goto('/admin/backups');
    await page.getByRole('button', { name: 'Choose what to back up and the format' }).first().click();
    await page.getByRole('checkbox', { name: /Prove it by restoring it/ }).check();
    await page.getByRole('button', { name: 'Back up with these' }).click();
    await expect
      .poll(async () => (await (await page.request.get('/api/admin/backups/runs')).json()).data.running?.id)
      .toBeTruthy();
    await idle(page);
    const [run] =
      await database`select status, options->>'engine' as engine, error from backup.runs order by fence desc limit 1`;
    expect(run).toMatchObject({ status: 'done', engine: 'wasm', error: null });
    await page.goto('/admin/backups');
    await expect(page.getByRole('table').getByText('Restored exactly').first()).toBeVisible();
    await context.close();
  } finally {
    child.kill('SIGTERM');
    await ended(child);
    rmSync(elsewhere, { recursive: true, force: true });
  }
});
