import type { Client } from 'pg';
import type { BackupContext } from '../context';
import type { ConnectionTarget } from '../database/connection-target';
import { closeClient, openClient } from '../database/open-client';
import { parseConnectionUrl } from '../database/parse-connection-url';
import { withPostgresFailures } from '../database/postgres-failure';
import { applyMigrations, type PendingMigration } from '../database/restore/apply-migrations';
import { applyDatabaseSettings, type DatabaseSettings } from '../database/restore/database-settings';
import { ensureModuleTables } from '../database/restore/module-tables';
import { assertSiteCanWork } from '../database/restore/restore-privileges';
import { quoteIdentifier } from '../database/table-name-text';
import type { StatementRunner } from '../host.types';
import { unwrap } from '../kernel/result';
import { restoreMigrations } from '../policy/restore-migrations';
import type { RunContext } from '../runs/execute-run';
import { MIGRATIONS } from '../runs/migrations';
import { MODULE_SCHEMA } from './prepare-backup';
import { withAddress } from './resolve-connection';
import type { RestoreFindings } from './restore-order';

/** The role that the site itself works with, which need not be the one that restores. */
export const siteRole = ({ host }: BackupContext): string =>
  unwrap(parseConnectionUrl(withAddress(() => host.databaseUrl()))).user;

/** The migrations that the restored data lacks, with their statements, oldest first. */
export async function pendingMigrations(
  { host }: BackupContext,
  applied: readonly { hash: string; createdAt: number }[],
): Promise<PendingMigration[]> {
  const journal = await host.migrationJournal();
  const { toRun } = restoreMigrations(journal, [...applied]);
  const pending: PendingMigration[] = [];
  for (const { tag, hash, when } of journal) {
    if (!toRun.includes(tag) || hash === null) continue;
    pending.push({ tag, hash, when, statements: await host.migrationStatements(tag) });
  }
  return pending;
}

const statementRunner =
  (client: Client): StatementRunner =>
  async (text, values) => {
    const { rows, rowCount } = await client.query(text, values ? [...values] : undefined);
    return { rows, rowCount: rowCount ?? 0 };
  };

/** Migrations, then what the host does to data of an older time. In the caller's transaction. */
export async function bringUpToDate(
  context: BackupContext,
  client: Client,
  migrations: readonly PendingMigration[],
  running: RunContext,
  findings: RestoreFindings,
): Promise<void> {
  await running.phase('migrate', async (phase) => {
    await applyMigrations(client, migrations, (tag) => phase.log(tag));
    findings.migrationsRun.push(...migrations.map(({ tag }) => tag));
    phase.facts({ migrations: migrations.length });
  });
  const { sessions, links, seedCorrected } = await context.host.settleRestoredData(statementRunner(client));
  findings.signedOut = { sessions, links };
  if (seedCorrected) findings.notes.push('The seed state is set to completed, so that no start seeds over this data.');
}

/**
 * Everything between "the data is right" and "visitors may come" for a database that nobody uses yet: migrations, old
 * sign-ins void, the module's tables, settings of the old database, statistics, and a look whether the site can work.
 */
export async function prepareForVisitors(
  context: BackupContext,
  scratch: ConnectionTarget,
  running: RunContext,
  findings: RestoreFindings,
  order: { migrations: readonly PendingMigration[]; settings: DatabaseSettings | null; role: string | undefined },
): Promise<void> {
  const client = await openClient(scratch, { applicationName: 'backup restore', signal: running.signal });
  try {
    await withPostgresFailures(async () => {
      // Tables that migrations make belong to the same role as the others.
      await client.query(`BEGIN${order.role ? `; SET LOCAL ROLE ${quoteIdentifier(order.role)}` : ''}`);
      await bringUpToDate(context, client, order.migrations, running, findings);
      await client.query('COMMIT');
      await running.phase('prepare', async (phase) => {
        await ensureModuleTables(client, {
          schema: MODULE_SCHEMA,
          migrations: MIGRATIONS,
          siteRole: siteRole(context),
        });
        if (order.settings) findings.notes.push(...(await applyDatabaseSettings(client, order.settings)));
        await assertSiteCanWork(client, siteRole(context), [MODULE_SCHEMA]);
        await client.query('ANALYZE');
        phase.facts({ sessions: findings.signedOut?.sessions ?? 0, links: findings.signedOut?.links ?? 0 });
      });
    });
  } finally {
    await closeClient(client);
  }
}
