import type { BackupContext } from '../context';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { type CommitWords, commitOrAsk } from '../database/restore/commit-or-ask';
import { compareOnClient } from '../database/restore/compare-restored';
import { emptyDatabase } from '../database/restore/empty-database';
import { loadInto } from '../database/restore/load-sql';
import { beginSessionEpoch, isCommitted, noteCommitted } from '../database/restore/module-tables';
import { readTargetFacts } from '../database/restore/target-facts';
import { attempt } from '../kernel/result';
import type { RunContext } from '../runs/execute-run';
import { differs, loadOptions, noteComparison } from './load-beside';
import { openDump } from './open-dump';
import { MODULE_SCHEMA } from './prepare-backup';
import { bringUpToDate, pendingMigrations } from './prepare-for-visitors';
import type { ReachedTarget } from './reach-target';
import { expectedContent, type RestoreFindings, type RestoreOrder } from './restore-order';
import { rowsBefore } from './rows-before';

const LOCK_TIMEOUT_MS = 10_000;

const COMMIT_WORDS: CommitWords = {
  rolledBack: 'The server rolled the restore back at its end.',
  unknown: 'The connection broke at the very end: everything is either restored or as it was before.',
  hint: 'Read the plan again when the database answers: it shows which.',
};

/**
 * Replaces the live data where the role may not create databases: one transaction empties, loads, compares, brings up to
 * date and commits, or leaves everything as it was. Visitors wait for its end.
 */
export async function restoreLiveInPlace(
  context: BackupContext,
  { manifest, initiator }: RestoreOrder,
  running: RunContext,
  findings: RestoreFindings,
  { live, client: look }: ReachedTarget,
): Promise<void> {
  const facts = await readTargetFacts(look);
  const before = await rowsBefore(look, manifest);
  const migrations = await pendingMigrations(context, manifest.migrations);
  const { signal } = running;
  const client = await openClient(live, { applicationName: 'backup restore', signal });
  const dump = await openDump(context, manifest, { signal });
  try {
    await withPostgresFailures(async () => {
      await client.query(
        `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`,
      );
      await running.phase('load', async (phase) => {
        const { remainingSchemas } = await emptyDatabase(client, { keepSchemas: [MODULE_SCHEMA] });
        const summary = await loadInto(client, dump.sql, {
          ...loadOptions(manifest, running, { ...facts, ownerIsSuperuser: true }),
          presentSchemas: remainingSchemas,
        });
        findings.notes.push(...summary.notes);
        phase.facts({ tables: summary.tables, bytes: summary.bytes });
      });
      await running.phase('compare', async (phase) => {
        const comparison = await compareOnClient(client, expectedContent(manifest), {
          excludeSchemas: [MODULE_SCHEMA],
          signal,
        });
        noteComparison(findings, comparison, before);
        phase.facts({ tables: comparison.tables.length });
        if (!comparison.same) throw differs(comparison.reason);
      });
      await bringUpToDate(context, client, migrations, running, findings);
      await beginSessionEpoch(client, MODULE_SCHEMA, initiator.actor.id);
      await running.phase('swap', async () => {
        await running.commitPoint();
        // The proof where no answer comes, and for whoever finds the run lost: no replaced database is left here to tell.
        await noteCommitted(client, MODULE_SCHEMA, running.runId);
        await commitOrAsk(client, COMMIT_WORDS, () => isCommitted(live, MODULE_SCHEMA, running.runId));
      });
      await running.phase('prepare', async () => {
        const analysed = await attempt(() => withPostgresFailures(() => client.query('ANALYZE')));
        if (!analysed.ok)
          findings.notes.push(`The statistics were not renewed: ${analysed.error.message} Run ANALYZE.`);
      });
    });
  } finally {
    await dump.close();
    // Without COMMIT the server rolls back.
    await closeClient(client);
  }
}
