import { expect, idle, test } from './site';

test('20 deliveries of the schedule’s call make one run; health then answers 200', async ({
  app,
  adminPage,
  playwright,
  database,
}) => {
  await idle(adminPage);
  const request = await playwright.request.newContext({
    baseURL: app.baseUrl,
    extraHTTPHeaders: { authorization: `Bearer ${app.environment.CRON_SECRET}` },
  });
  const answers = await Promise.all(Array.from({ length: 20 }, () => request.get('/api/cron/backup?kind=daily')));
  const bodies = await Promise.all(
    answers.map(async (answer) => ({ status: answer.status(), body: await answer.json() })),
  );
  expect(bodies.filter(({ body }) => body.data?.started)).toHaveLength(1);
  expect(new Set(bodies.map(({ body }) => body.data?.runId)).size).toBe(1);
  expect(new Set(bodies.map(({ status }) => status))).toEqual(new Set([200, 202]));
  await idle(adminPage);
  const late = await request.get('/api/cron/backup?kind=daily');
  expect(await late.json()).toMatchObject({ ok: true, data: { started: false, status: 'done' } });
  const runs = await database`select status from backup.runs where slot like 'daily:%'`;
  expect(runs.map(({ status }) => status)).toEqual(['done']);
  expect((await request.get('/api/cron/backup?kind=hourly')).status()).toBe(400);
  await request.dispose();

  const open = await playwright.request.newContext({ baseURL: app.baseUrl });
  const health = await open.get('/api/health/backup');
  expect(health.status()).toBe(200);
  const body = await health.json();
  expect(Object.keys(body).sort()).toEqual(['lastGoodAt', 'lastVerifiedAt', 'start', 'status']);
  expect(body.status).toBe('healthy');
  expect((await open.head('/api/health/backup')).status()).toBe(200);
  // What the start found: words for everybody, reasons for whoever has the token.
  const words = {
    at: expect.any(String),
    database: 'ok',
    migrations: 'ok',
    seed: 'ok',
    protection: expect.any(String),
  };
  expect(body.start).toEqual(words);
  expect(await (await open.get('/api/health')).json()).toMatchObject({ status: 'ok', start: words });
  const wrong = await open.get('/api/health/backup', { headers: { authorization: `Bearer ${'x'.repeat(40)}` } });
  expect((await wrong.json()).start).toEqual(words);
  expect((await open.get('/api/health/database')).status()).toBe(200);
  await open.dispose();
});
