import type { Client } from 'pg';
import type { TableName } from '@/lib/backup/database/connection-target';
import { createWasmEngine } from '@/lib/backup/database/dump/wasm-engine';
import { closeClient, openClient } from '@/lib/backup/database/open-client';
import { createDatabase, type PostgresMajor, siteDatabase, type TestDatabase } from '@/tests/support/postgres';
import { dumpWhole } from '../database-dump/dump-support';
import { fingerprintOf, targetOf } from '../fingerprint/fingerprint-of';

export const table = (name: string, schema = 'public'): TableName => ({ schema, name });

/** A live database and a copy of it, as a restored backup would be. */
export interface TwoDatabases {
  live: TestDatabase;
  source: TestDatabase;
  /** Two fresh connections, closed afterwards; `as` signs in to live as another role. */
  connected<T>(work: (live: Client, source: Client) => Promise<T>, as?: { name: string; password: string }): Promise<T>;
  drop(): Promise<void>;
}

function twoDatabases(live: TestDatabase, source: TestDatabase): TwoDatabases {
  return {
    live,
    source,
    async connected(work, as) {
      const target = targetOf(live.url);
      const signIn = as ? { ...target, user: as.name, password: as.password } : target;
      const [left, right] = await Promise.all([
        openClient(signIn, { applicationName: 'test live' }),
        openClient(targetOf(source.url), { applicationName: 'test source' }),
      ]);
      try {
        return await work(left, right);
      } finally {
        await Promise.all([closeClient(left), closeClient(right)]);
      }
    },
    async drop() {
      await Promise.all([live.drop(), source.drop()]);
    },
  };
}

export async function twoSites(major: PostgresMajor): Promise<TwoDatabases> {
  const source = await siteDatabase(major);
  return twoDatabases(await siteDatabase(major), source);
}

/** Both built by the same SQL; rows of `source` as the SQL made them. */
export async function twoBuilt(major: PostgresMajor, sql: string, owner?: string): Promise<TwoDatabases> {
  const [live, source] = await Promise.all([createDatabase({ major, owner }), createDatabase({ major })]);
  for (const database of [live, source]) await database.query(sql);
  return twoDatabases(live, source);
}

/** The key that pg_dump draws anew for every dump. */
const RESTRICT = /^\\(un)?restrict .*$/gm;

export async function schemaText(database: TestDatabase, excludeSchemas: string[] = ['backup']): Promise<string> {
  const more = { selection: { kind: 'schema' } as const, excludeSchemas };
  const { bytes } = await dumpWhole(createWasmEngine(), targetOf(database.url), more);
  return bytes.toString().replace(RESTRICT, '');
}

/** Everything that must be as before: structure, every row, every sequence. */
export async function wholeState(database: TestDatabase): Promise<unknown> {
  const sequences = await database.query(
    `select s.seqrelid::regclass::text as name, pg_sequence_last_value(s.seqrelid)::text as value
     from pg_sequence s order by 1`,
  );
  return { schema: await schemaText(database), rows: await fingerprintOf(database.url), sequences };
}
