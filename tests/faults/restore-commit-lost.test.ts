import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attempt } from '@/lib/backup/kernel/result';
import type { RestoreTargetRequest } from '@/lib/backup/use-cases/restore-target';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { type CommitBreak, type CutProxy, cutProxy } from '../integration/runs/cut-proxy';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { contentOf } from '../support/database-content';
import { owningRole } from '../support/owning-role';
import { siteDatabase, type TestDatabase, type TestRole } from '../support/postgres';
import { restored } from '../support/restoring';
import { waitFor } from '../support/wait-for';
import { expectSound } from './oracle';

/** Tables that a whole restore empties. */
const VOIDED = { without: ['sessions', 'passwordResetTokens', 'verificationTokens'] };

const lost = { code: 'DATABASE_DOWN', message: 'The connection to the database broke off.', retryable: true };

interface Way {
  way: string;
  target: RestoreTargetRequest;
  unknown: string;
}

describe.each<Way>([
  {
    way: 'in place',
    target: { kind: 'live' },
    unknown: 'The connection broke at the very end: everything is either restored or as it was before.',
  },
  {
    way: 'of chosen tables',
    target: { kind: 'tables', tables: ['votes'], into: 'live' },
    unknown: 'The connection broke at the very end: the tables are either all restored or all as before.',
  },
])('the connection of a restore $way breaks at its COMMIT', ({ target, unknown }) => {
  const inPlace = target.kind === 'live';
  let live: TestDatabase;
  let role: TestRole | undefined;
  let proxy: CutProxy;
  let module: TestModule;
  let backupId: string;
  let atBackup: string;
  let before: string;

  beforeAll(async () => {
    live = await siteDatabase();
    const owner = inPlace ? await owningRole(live) : null;
    role = owner?.role;
    proxy = await cutProxy(owner?.url ?? live.url);
    // The server of scratch databases stays: a run whose own server is away waits for it before it ends.
    const scratch = inPlace ? undefined : { BACKUP_SCRATCH_DATABASE_URL: live.url };
    module = await openModule(proxy.url, { environment: { BACKUP_ENGINE: 'wasm', ...scratch } });
    backupId = (await ended(startBackup(module.context, {}, byTest))).id;
    atBackup = await contentOf(live, VOIDED);
  });
  afterAll(async () => {
    await module?.close();
    await proxy?.close();
    await live?.drop();
    await role?.drop();
  });
  beforeEach(async () => {
    await live.query('delete from votes');
    before = await contentOf(live, VOIDED);
    expect(before).not.toBe(atBackup);
  });
  afterEach(() => expectSound(module, live));

  const restore = () => attempt(() => restored(module, backupId, target, { skipSafetyCopy: true }));

  async function brokenRestore(plan: CommitBreak) {
    const hasBroken = proxy.breakAtCommit(plan);
    const outcome = await restore();
    expect(hasBroken()).toBe(true);
    return outcome;
  }

  test('before the server has it: the restore failed, and everything is as before', async () => {
    const outcome = await brokenRestore({ when: 'unsent' });
    expect(outcome).toMatchObject({ ok: false, error: { ...lost, details: { reason: 'connection-lost' } } });
    expect(await contentOf(live, VOIDED)).toBe(before);
    expect(await lastRun()).toMatchObject({ status: 'failed', committed: null });
  });

  test('once the server has carried it out: the restore is done', async () => {
    const outcome = await brokenRestore({ when: 'unanswered' });
    expect(outcome).toMatchObject({ ok: true, value: { run: { status: 'done' }, compared: { same: true } } });
    expect(await contentOf(live, VOIDED)).toBe(atBackup);
    expect(await lastRun()).toMatchObject({ status: 'done', committed: true });
    expect(JSON.stringify(outcome).includes('Run ANALYZE')).toBe(inPlace);
  });

  test.each([
    ['unsent', 'as before'],
    ['unanswered', 'restored'],
  ] as const)(
    'and nobody answers any more (%s): nobody can tell that it is %s, and so says the run',
    async (when, is) => {
      const hasBroken = proxy.breakAtCommit({ when, away: true });
      const logged = module.logged.length;
      const ending = restore();
      await waitFor(() => module.logged.slice(logged).some((line) => line.includes('A run failed.')), {
        timeoutMs: 60_000,
        what: 'the restore to give up',
      });
      expect(hasBroken()).toBe(true);
      proxy.mend();
      expect(await ending).toMatchObject({
        ok: false,
        error: {
          code: 'DATABASE_DOWN',
          message: unknown,
          hint: expect.stringContaining('Read the plan again'),
          retryable: false,
          details: { reason: 'outcome-unknown' },
        },
      });
      expect(await contentOf(live, VOIDED)).toBe(is === 'restored' ? atBackup : before);
      expect(await lastRun()).toMatchObject({ status: 'failed', committed: is === 'restored' ? true : null });
    },
  );

  // Chosen tables check all their constraints before, so that nothing can hold up their COMMIT.
  if (inPlace) {
    test('while the server carries it out: its end is waited for', async () => {
      await live.query(`create function backup.hold() returns trigger language plpgsql as
          $$ begin perform pg_advisory_xact_lock(778); return null; end $$;
        create constraint trigger hold after update on backup.runs deferrable initially deferred for each row
          when (new.options ? 'committed' and not old.options ? 'committed') execute function backup.hold()`);
      const holder = new pg.Client({ connectionString: live.url });
      await holder.connect();
      try {
        await holder.query('select pg_advisory_lock(778)');
        const ending = brokenRestore({ when: 'sent' });
        await waitFor(isAsked, { timeoutMs: 60_000, what: 'the row of the run to be asked for' });
        await holder.query('select pg_advisory_unlock(778)');
        expect(await ending).toMatchObject({ ok: true, value: { run: { status: 'done' } } });
        expect(await contentOf(live, VOIDED)).toBe(atBackup);
      } finally {
        await holder.end();
        await live.query('drop trigger hold on backup.runs; drop function backup.hold');
      }
    });
  }

  /** Somebody wants to know what became of the COMMIT, and waits for it. */
  async function isAsked(): Promise<boolean> {
    const rows = await live.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'backup restore'
         and wait_event_type = 'Lock' and query like '%for share%'`,
    );
    return rows.length > 0;
  }

  async function lastRun() {
    const [run] = await live.query<{ status: string; committed: boolean | null }>(
      `select status, options -> 'committed' as committed from backup.runs where kind = 'restore'
        order by fence desc limit 1`,
    );
    return run;
  }
});
