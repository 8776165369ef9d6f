import type { BackupContext } from '../context';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { applyMigrations } from '../database/restore/apply-migrations';
import { copyIntoLive } from '../database/restore/copy-into-live';
import { isCommitted, noteCommitted } from '../database/restore/module-tables';
import { copyIntoSideSchema } from '../database/restore/side-schema';
import { readTargetFacts } from '../database/restore/target-facts';
import { displayTable, quoteIdentifier } from '../database/table-name-text';
import { failure } from '../kernel/app-error';
import type { RunContext } from '../runs/execute-run';
import { loadingRole, withLoadedBeside } from './load-beside';
import { MODULE_SCHEMA } from './prepare-backup';
import { pendingMigrations } from './prepare-for-visitors';
import type { ReachedTarget } from './reach-target';
import { scratchConnection } from './resolve-connection';
import type { RestoreFindings, RestoreOrder } from './restore-order';
import { rowsBefore } from './rows-before';

/**
 * Brings chosen tables back: restored and proven in a private database first, then copied into a side schema to look at,
 * or into the live tables in one transaction that keeps every foreign key true.
 */
export async function restoreTables(
  context: BackupContext,
  { plan, manifest }: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  { live, client }: ReachedTarget,
): Promise<void> {
  const { target } = plan;
  if (target.kind !== 'tables') throw new Error('This is no plan of chosen tables.');
  const server = scratchConnection(context);
  const facts = await scratchFacts(server);
  const before = await rowsBefore(client, manifest);
  const beside = { server, facts, before, onlyRowsOf: target.tables };
  await withLoadedBeside(context, manifest, running, findings, beside, async ({ target: scratch }) => {
    const { signal } = running;
    const source = await openClient(scratch, { applicationName: 'backup restore', signal });
    const into = await openClient(live, { applicationName: 'backup restore', signal });
    try {
      await withPostgresFailures(async () => {
        if (manifest.scope.kind === 'full')
          await migrateSource(context, manifest, source, running, findings, loadingRole(facts));
        await running.phase('prepare', async (phase) => {
          const onTable = (table: { schema: string; name: string }) => phase.log(displayTable(table));
          if (target.into === 'live') {
            const onCommit = async () => {
              await running.commitPoint();
              await noteCommitted(into, MODULE_SCHEMA, running.runId);
            };
            const tookPlace = () => isCommitted(live, MODULE_SCHEMA, running.runId);
            const options = { tables: target.tables, signal, onTable, onCommit, tookPlace };
            const copied = await copyIntoLive(into, source, options);
            phase.facts({ tables: copied.length, rows: copied.reduce((sum, { after }) => sum + after, 0) });
            return;
          }
          if (target.schema === null) throw failure('INTERNAL', 'The plan names no schema.');
          const comment = `Tables of backup ${manifest.id} of ${manifest.createdAt}, to look at. Drop it when you are done.`;
          const copied = await copyIntoSideSchema(into, source, {
            tables: target.tables,
            schema: target.schema,
            comment,
            signal,
            onTable,
          });
          phase.facts({ tables: copied.length, rows: copied.reduce((sum, { rows }) => sum + rows, 0) });
          for (const { schema, name, asText } of copied.filter((table) => table.asText.length > 0)) {
            findings.notes.push(
              `${displayTable({ schema, name })}: ${asText.join(', ')} became text, because live lacks their type.`,
            );
          }
        });
      });
    } finally {
      await closeClient(source);
      await closeClient(into);
    }
  });
}

async function scratchFacts(server: ReturnType<typeof scratchConnection>) {
  const client = await openClient(server, { applicationName: 'backup restore' });
  try {
    return await readTargetFacts(client);
  } finally {
    await closeClient(client);
  }
}

/** So that columns which a later migration added are there too. */
async function migrateSource(
  context: BackupContext,
  manifest: RestoreOrder['manifest'],
  source: Parameters<typeof applyMigrations>[0],
  running: RunContext,
  findings: RestoreFindings,
  role: string | undefined,
): Promise<void> {
  const migrations = await pendingMigrations(context, manifest.migrations);
  await running.phase('migrate', async (phase) => {
    await source.query(`BEGIN${role ? `; SET LOCAL ROLE ${quoteIdentifier(role)}` : ''}`);
    await applyMigrations(source, migrations, (tag) => phase.log(tag));
    await source.query('COMMIT');
    findings.migrationsRun.push(...migrations.map(({ tag }) => tag));
    phase.facts({ migrations: migrations.length });
  });
}
