import { expect, it } from 'vitest';
import { siteDatabase } from '../support/postgres';

it('clones the seeded site once per test that asks, also when several ask at once', async () => {
  const clones = await Promise.all([siteDatabase(), siteDatabase()]);
  for (const clone of clones) {
    const rows = await clone.query<{ users: number; applied: number }>(
      'SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM drizzle.__drizzle_migrations) AS applied',
    );
    expect(rows[0]?.users).toBeGreaterThan(1);
    expect(rows[0]?.applied).toBeGreaterThan(0);
    await clone.drop();
  }
  expect(clones[0]?.name).not.toBe(clones[1]?.name);
});
