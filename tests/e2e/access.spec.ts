import { readFileSync } from 'node:fs';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import type postgres from 'postgres';
import { backUp, expect, signIn, test } from './site';

interface ActionManifest {
  node: Record<string, { workers: Record<string, unknown>; filename?: string; exportedName?: string }>;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Everything of the module that the build can serve, read from the build itself. */
const built = Object.keys(readJson<Record<string, string>>('.next/server/app-paths-manifest.json'));
const pages = built.filter((path) => path.startsWith('/[locale]/admin/backups') && path.endsWith('/page'));
const routes = built.filter((path) => path.startsWith('/api/admin/backups') && path.endsWith('/route'));
const actions = Object.entries(readJson<ActionManifest>('.next/server/server-reference-manifest.json').node)
  .filter(([, { filename }]) => filename?.includes('admin/backups/_actions'))
  .map(([id, { exportedName, workers }]) => ({ id, name: exportedName ?? id, workers: Object.keys(workers) }));

const ID = '01K9ZZZZZZZZZZZZZZZZZZZZZZ';
const urlOf = (path: string) =>
  path
    .replace('/[locale]', '')
    .replace(/\/(page|route)$/, '')
    .replace(/\[\[?\.{0,3}\w+\]\]?/g, ID);

/** What would give the game away: words that only the module's own pages or answers hold. */
const REFUSALS = [303, 307, 401, 403, 404, 405];
const SECRETS = /Back up now|Last \d+ runs|backupId|manifest|pg_dump|sha256|PostgreSQL \d/;

/** A refusal, or a streamed page whose only content is the redirect away from it, or that there is no such page. */
async function expectNothing(response: APIResponse, what: string): Promise<void> {
  const body = await response.text();
  if (response.status() === 200)
    expect(body, `${what} answered 200`).toMatch(/NEXT_REDIRECT|NEXT_HTTP_ERROR_FALLBACK;404/);
  else expect(REFUSALS, `${what} answered ${response.status()}`).toContain(response.status());
  expect(body, what).not.toMatch(SECRETS);
}

async function tryEverything(request: APIRequestContext, baseUrl: string): Promise<void> {
  const evasions: Record<string, string>[] = [
    {},
    { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' },
    { rsc: '1', 'next-router-prefetch': '1' },
  ];
  for (const path of [...pages, ...routes]) {
    for (const headers of evasions) {
      for (const suffix of ['', '?_rsc=abcde', '.rsc', '/x.y']) {
        const url = urlOf(path) + suffix;
        await expectNothing(
          await request.get(url, { headers, maxRedirects: 0 }),
          `GET ${url} ${JSON.stringify(headers)}`,
        );
      }
    }
    await expectNothing(await request.post(urlOf(path), { data: {}, maxRedirects: 0 }), `POST ${urlOf(path)}`);
    const head = await request.head(urlOf(path), { maxRedirects: 0 });
    expect([200, ...REFUSALS], `HEAD ${urlOf(path)}`).toContain(head.status());
    expect(await head.body()).toHaveLength(0);
  }
  for (const { id, name } of actions) {
    for (const page of ['/admin/backups', '/', '/admin/auth/signin']) {
      const response = await request.post(page, {
        headers: { 'next-action': id, origin: baseUrl, 'content-type': 'text/plain;charset=UTF-8' },
        data: JSON.stringify([
          { scope: 'full', backupId: ID, runId: ID, level: 'bytes', password: 'x', idempotencyKey: ID },
        ]),
        maxRedirects: 0,
      });
      const body = await response.text();
      expect(body, `${name} through ${page}`).not.toMatch(/"ok":\s*true/);
      expect(body, `${name} through ${page}`).not.toMatch(/runId":"0|download\?token/);
    }
  }
}

const runCount = async (database: postgres.Sql): Promise<number> => {
  const [schema] = await database`select to_regclass('backup.runs') is not null as found`;
  if (!schema?.found) return 0;
  const [found] = await database<{ runs: number }[]>`select count(*)::int as runs from backup.runs`;
  return found?.runs ?? 0;
};

test.describe('nobody but a live admin gets anything', () => {
  test('the build names pages, routes and actions to try', () => {
    expect(pages.length).toBeGreaterThanOrEqual(5);
    expect(routes.length).toBeGreaterThanOrEqual(3);
    expect(actions.map(({ name }) => name).sort()).toEqual([
      'applyContentAction',
      'applyPruneAction',
      'cancelRunAction',
      'cloneContentAction',
      'copyBackupAction',
      'deleteBackupAction',
      'dropReplacedAction',
      'endGameDayAction',
      'fetchContentAction',
      'issueDownloadAction',
      'lookAtGameDayAction',
      'mendContentAction',
      'pickContentAction',
      'pinBackupAction',
      'rehearseRestoreAction',
      'resetSeedAction',
      'revokeSignOffAction',
      'savePolicyAction',
      'saveUnsavedEditsAction',
      'sendTestNoticeAction',
      'setAsideUnsavedEditsAction',
      'signOffAction',
      'startBackupAction',
      'startGameDayAction',
      'startMigrationsAction',
      'startResetAction',
      'startRestoreAction',
      'startSeedAction',
      'testStorageAction',
      'undeleteBackupAction',
      'undoRestoreAction',
      'verifyBackupAction',
    ]);
  });

  test('anonymous', async ({ app, playwright, database }) => {
    const request = await playwright.request.newContext({ baseURL: app.baseUrl });
    const before = await runCount(database);
    await tryEverything(request, app.baseUrl);
    expect(await runCount(database)).toBe(before);
    await request.dispose();
  });

  test('signed in, but no admin; and an admin whose role was taken away while signed in', async ({
    app,
    browser,
    database,
  }) => {
    const email = 'demoted@example.com';
    await database`
      insert into users (id, email, password_hash)
      select 'demoted-admin', ${email}, password_hash from users where email = ${app.environment.SEED_ADMIN_EMAIL ?? ''}
      on conflict (id) do nothing`;
    const grant = () => database`
      insert into user_roles (user_id, role_id) select 'demoted-admin', id from roles where is_admin on conflict do nothing`;
    await grant();
    const context = await browser.newContext({ baseURL: app.baseUrl });
    try {
      const page = await context.newPage();
      await signIn(page, app, email, app.environment.SEED_ADMIN_PASSWORD ?? '');
      await page.goto('/admin/backups');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(page.url()).toBe(`${app.baseUrl}/admin/backups`);
      const before = await runCount(database);
      await database`delete from user_roles where user_id = 'demoted-admin'`;
      await tryEverything(context.request, app.baseUrl);
      await page.goto('/admin/backups');
      expect(page.url()).toContain('/unauthorized');
      await database`
        insert into user_roles (user_id, role_id) select 'demoted-admin', id from roles where name = 'client' on conflict do nothing`;
      await tryEverything(context.request, app.baseUrl);
      expect(await runCount(database)).toBe(before);
    } finally {
      await context.close();
      await database`delete from users where id = 'demoted-admin'`;
    }
  });

  test('an action from another origin, or from none, does nothing even for an admin', async ({
    adminPage,
    database,
  }) => {
    await backUp(adminPage);
    const before = await runCount(database);
    const start = actions.find(({ name }) => name === 'startBackupAction');
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const response = await adminPage.request.post('/admin/backups', {
        headers: {
          'next-action': start?.id ?? '',
          ...(origin ? { origin } : {}),
          'content-type': 'text/plain;charset=UTF-8',
        },
        data: JSON.stringify([{ scope: 'full', idempotencyKey: `forged-${origin}` }]),
      });
      expect(await response.text()).not.toMatch(/"ok":\s*true/);
    }
    expect(await runCount(database)).toBe(before);
  });

  test('the schedule’s route fails closed and knows only the bearer secret', async ({ app, playwright }) => {
    const request = await playwright.request.newContext({ baseURL: app.baseUrl });
    const secret = app.environment.CRON_SECRET ?? '';
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Bearer undefined',
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}x`,
      secret,
    ]) {
      const response = await request.get('/api/cron/backup', { headers: authorization ? { authorization } : {} });
      expect(response.status(), authorization).toBe(401);
    }
    await request.dispose();
  });
});
