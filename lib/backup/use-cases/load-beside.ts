import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import type { ConnectionTarget, TableName } from '../database/connection-target';
import { compareRestored } from '../database/restore/compare-restored';
import { loadArchive } from '../database/restore/load-archive';
import { loadSql } from '../database/restore/load-sql';
import { type ScratchDatabase, withScratchDatabase } from '../database/restore/scratch-database';
import type { TargetFacts } from '../database/restore/target-facts';
import { failure } from '../kernel/app-error';
import type { RunContext } from '../runs/execute-run';
import { clearScratch } from './clear-scratch';
import { archiveTool, openArtifactStream } from './open-dump';
import { expectedContent, type RestoreFindings } from './restore-order';

export interface BesideOptions {
  /** Any database of the server that the role may connect to. */
  server: ConnectionTarget;
  facts: Pick<TargetFacts, 'serverMajor' | 'isSuperuser' | 'ownerIsSuperuser' | 'owner'>;
  /** Rows of these tables alone; all where left out. Only these are compared then. */
  onlyRowsOf?: readonly TableName[];
  /** Rows of the live tables before, by `schema.name` as JSON. */
  before: ReadonlyMap<string, number>;
}

/** The role that a dump is loaded as: never a superuser where the database belongs to somebody who is none. */
export const loadingRole = ({ isSuperuser, ownerIsSuperuser, owner }: BesideOptions['facts']): string | undefined =>
  isSuperuser && !ownerIsSuperuser ? owner : undefined;

/**
 * Loads a backup into a private database beside the live one, compares every table with the manifest and hands it on to
 * `work`; it is gone afterwards, unless `work` releases it. Nothing here touches the live database.
 * Throws CORRUPT where a table differs, and what loading throws.
 */
export async function withLoadedBeside<T>(
  context: BackupContext,
  manifest: Manifest,
  running: RunContext,
  findings: RestoreFindings,
  options: BesideOptions,
  work: (scratch: ScratchDatabase) => Promise<T>,
): Promise<T> {
  const { server, facts } = options;
  await clearScratch(context, server);
  const role = loadingRole(facts);
  const { encoding, collation } = manifest.server;
  const scratchOptions = {
    id: running.runId,
    signal: running.signal,
    like: { encoding, collation },
    owner: role ?? null,
  };
  return withScratchDatabase(server, scratchOptions, async (target, scratch) => {
    await running.phase('load', async (phase) => {
      const summary = await load(context, manifest, running, target, options);
      findings.notes.push(...summary.notes);
      for (const note of summary.notes) phase.log(note);
      phase.facts({ tables: summary.tables, bytes: summary.bytes });
    });
    await running.phase('compare', async (phase) => {
      const expected = expectedContent(manifest);
      const chosen = options.onlyRowsOf?.map(key);
      const tables = expected.tables.filter((table) => !chosen || chosen.includes(key(table)));
      const comparison = await compareRestored(
        target,
        chosen ? { ...expected, tables, sequences: [], extraTablesAllowed: true } : expected,
        running.signal,
      );
      noteComparison(findings, comparison, options.before);
      phase.facts({
        tables: comparison.tables.length,
        rows: sum(comparison.tables.map(({ actualRows }) => actualRows ?? 0)),
      });
      if (!comparison.same) throw differs(comparison.reason);
    });
    return work(scratch);
  });
}

const key = ({ schema, name }: TableName): string => JSON.stringify([schema, name]);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const differs = (reason: string | null) =>
  failure('CORRUPT', `The restored data does not match the backup: ${reason ?? 'a table differs'}`, {
    hint: 'Nothing live was changed. Use another backup and verify it first.',
  });

/** Keeps the comparison for the record, whatever it says. */
export function noteComparison(
  findings: RestoreFindings,
  comparison: Awaited<ReturnType<typeof compareRestored>>,
  before: ReadonlyMap<string, number>,
): void {
  findings.compared = {
    same: comparison.same,
    reason: comparison.reason,
    tables: comparison.tables.map(({ schema, name, expectedRows, actualRows, same }) => ({
      schema,
      name,
      before: before.get(key({ schema, name })) ?? null,
      expected: expectedRows,
      actual: actualRows,
      same,
    })),
  };
}

async function load(
  context: BackupContext,
  manifest: Manifest,
  running: RunContext,
  target: ConnectionTarget,
  { facts, onlyRowsOf }: BesideOptions,
) {
  const stream = await openArtifactStream(context, manifest, running.signal);
  const options = {
    ...loadOptions(manifest, running, facts),
    privateDatabase: true,
    ...(onlyRowsOf && { onlyRowsOf }),
  };
  const pgRestore = await archiveTool(context, manifest);
  return pgRestore ? loadArchive(target, stream, { ...options, pgRestore }) : loadSql(target, stream, options);
}

/** How the rows and the structure of a backup are loaded, wherever to. */
export function loadOptions(manifest: Manifest, running: RunContext, facts: BesideOptions['facts']) {
  const expected = expectedContent(manifest);
  const role = loadingRole(facts);
  let tablesDone = -1;
  return {
    signal: running.signal,
    ownership: 'keep' as const,
    serverMajor: facts.serverMajor,
    ...(role && { role }),
    extensions: manifest.extensions.map(({ name }) => name).filter((name) => name !== 'plpgsql'),
    absentTables: expected.missingReferences,
    schemas: expected.namedTablesOnly ? [...new Set(expected.tables.map(({ schema }) => schema))] : [],
    onTable: () => {
      tablesDone += 1;
      running.progress({ tablesDone, tablesTotal: manifest.tables.length });
    },
  };
}
