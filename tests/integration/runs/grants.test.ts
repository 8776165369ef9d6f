import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeAttempt } from '@/lib/backup/runs/attempts';
import { issueDownloadToken, redeemDownloadToken } from '@/lib/backup/runs/download-tokens';
import { type ModuleDatabase, moduleDatabase } from './module-database';

let site: ModuleDatabase;

beforeAll(async () => {
  site = await moduleDatabase();
});
afterAll(() => site.close());

describe('attempts', () => {
  it('allows exactly the limit of a burst of 100 from two instances, and says when to come back', async () => {
    const pools = [site.connect(), site.connect()];
    const limit = { key: 'password:jane', limit: 5, windowSeconds: 60 };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) => takeAttempt(pools[i % 2] ?? site.db, limit)),
    );
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5);
    for (const answer of answers.filter(({ allowed }) => !allowed)) {
      expect(answer.retryAfterSeconds).toBeGreaterThan(50);
      expect(answer.retryAfterSeconds).toBeLessThanOrEqual(60);
    }
    expect(await takeAttempt(site.db, { ...limit, key: 'password:john' })).toEqual({
      allowed: true,
      retryAfterSeconds: 0,
    });
  });

  it('slides: each attempt leaves the window by itself, and refused ones do not count', async () => {
    const limit = { key: 'download:jane', limit: 2, windowSeconds: 60 };
    const age = (seconds: number) =>
      site.database.query(
        `update backup.attempts set taken = array(select at - make_interval(secs => $1) from unnest(taken) as at)
         where key = 'download:jane'`,
        [seconds],
      );
    expect((await takeAttempt(site.db, limit)).allowed).toBe(true);
    await age(40);
    expect((await takeAttempt(site.db, limit)).allowed).toBe(true);
    const refused = await takeAttempt(site.db, limit);
    expect(refused.allowed).toBe(false);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(20);
    await age(25);
    expect((await takeAttempt(site.db, limit)).allowed).toBe(true);
    expect((await takeAttempt(site.db, limit)).allowed).toBe(false);
  });

  it('forgets keys whose window is over', async () => {
    await takeAttempt(site.db, { key: 'old', limit: 1, windowSeconds: 1 });
    await site.database.query(`update backup.attempts set expires_at = '-infinity' where key = 'old'`);
    await takeAttempt(site.db, { key: 'new', limit: 1, windowSeconds: 1 });
    expect(await site.database.query(`select from backup.attempts where key = 'old'`)).toEqual([]);
  });
});

describe('download tokens', () => {
  const grant = { userId: 'jane', backupId: 'backup-1', secondsToLive: 60 };

  it('gives the backup to one of 20 parallel redemptions, and is stored as a digest only', async () => {
    const token = await issueDownloadToken(site.db, grant);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(JSON.stringify(await site.database.query('select * from backup.download_tokens'))).not.toContain(token);
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => redeemDownloadToken(site.db, { token, userId: 'jane' })),
    );
    expect(claims.filter((claim) => claim !== null)).toEqual([{ backupId: 'backup-1' }]);
    expect(await redeemDownloadToken(site.db, { token, userId: 'jane' })).toBeNull();
  });

  it('is nothing for another user, after its time, or with one character changed', async () => {
    const token = await issueDownloadToken(site.db, grant);
    const changed = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`;
    expect(await redeemDownloadToken(site.db, { token, userId: 'john' })).toBeNull();
    expect(await redeemDownloadToken(site.db, { token: changed, userId: 'jane' })).toBeNull();
    await site.database.query(`update backup.download_tokens set expires_at = clock_timestamp()`);
    expect(await redeemDownloadToken(site.db, { token, userId: 'jane' })).toBeNull();
    await issueDownloadToken(site.db, grant);
    expect(await site.database.query('select from backup.download_tokens')).toHaveLength(1);
    await expect(issueDownloadToken(site.db, { ...grant, secondsToLive: 61 })).rejects.toThrow(RangeError);
  });
});
