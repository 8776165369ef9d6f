import type { Client } from 'pg';
import type { Manifest } from '../catalog/manifest';
import { countLiveTables } from '../database/restore/live-counts';
import { MODULE_SCHEMA } from './prepare-backup';

const PATIENCE_MS = 10_000;
const COUNTED_BYTES = 2_000_000_000;

/** Rows of the live tables before a restore, by schema and name as JSON; for the comparison that an admin reads. */
export async function rowsBefore(client: Client, manifest: Manifest): Promise<ReadonlyMap<string, number>> {
  const counts = await countLiveTables(client, {
    excludeSchemas: [MODULE_SCHEMA],
    methods: manifest.tables,
    patienceMs: PATIENCE_MS,
    largestBytes: COUNTED_BYTES,
  });
  return new Map(counts.tables.map(({ schema, name, rows }) => [JSON.stringify([schema, name]), rows]));
}
