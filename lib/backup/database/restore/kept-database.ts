import { type Client, escapeLiteral } from 'pg';
import { z } from 'zod';
import { failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { quoteIdentifier } from '../table-name-text';
import { dropScratchDatabase, onServer } from './scratch-database';

/** The comment that makes a database one that was replaced. Behind it stands what an undo has to know, as JSON. */
const MARKER = 'Kept by Backup & Recovery after it was replaced: ';

const factsSchema = z.object({
  /** Name under which it was live. */
  of: z.string(),
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  runId: z.string(),
  /** Backup that took its place; null where an undo replaced it. */
  backupId: z.string().nullable(),
  /** Its own comment, put back by an undo. */
  comment: z.string().nullable(),
});

export type KeptFacts = z.infer<typeof factsSchema>;
export type KeptDatabase = KeptFacts & { name: string; bytes: number };

export const keptComment = (facts: KeptFacts): string => MARKER + JSON.stringify(factsSchema.parse(facts));

/** Databases that once were `live`, newest first, with the moment of the server's clock. */
export async function listKeptDatabases(
  server: ConnectionTarget,
  live: string,
): Promise<{ kept: KeptDatabase[]; now: Date }> {
  const read = (client: Client) =>
    client.query<{ name: string; comment: string; bytes: string; now: Date }>(
      `select d.datname as name, pg_catalog.shobj_description(d.oid, 'pg_database') as comment, now() as now,
              case when pg_catalog.has_database_privilege(d.oid, 'CONNECT') or pg_catalog.pg_has_role('pg_read_all_stats', 'USAGE')
                   then pg_catalog.pg_database_size(d.oid) else 0 end::text as bytes
       from pg_catalog.pg_database d
       where pg_catalog.starts_with(pg_catalog.shobj_description(d.oid, 'pg_database'), $1)`,
      [MARKER],
    );
  const { rows } = await onServer(server, read);
  const kept = rows.flatMap(({ name, comment, bytes }) => {
    const facts = readFacts(comment);
    return facts?.of === live ? [{ ...facts, name, bytes: Number(bytes) }] : [];
  });
  kept.sort((left, right) => (left.at < right.at ? 1 : -1));
  return { kept, now: rows[0]?.now ?? new Date() };
}

function readFacts(comment: string): KeptFacts | null {
  try {
    const parsed = factsSchema.safeParse(JSON.parse(comment.slice(MARKER.length)));
    return parsed.success ? parsed.data : null;
  } catch {
    // Somebody wrote a comment of their own: then it is not ours to touch.
    return null;
  }
}

/** Removes a kept database for good. NOT_FOUND where no database of this name once was `live`. */
export async function dropKeptDatabase(server: ConnectionTarget, live: string, name: string): Promise<void> {
  const { kept } = await listKeptDatabases(server, live);
  if (!kept.some((database) => database.name === name)) {
    throw failure('NOT_FOUND', `There is no kept database ${name}.`, { hint: 'It was removed already.' });
  }
  await dropScratchDatabase(server, name);
}

/** Statement that writes the comment, for the transaction of a swap. */
export const commentStatement = (name: string, comment: string | null): string =>
  `COMMENT ON DATABASE ${quoteIdentifier(name)} IS ${comment === null ? 'NULL' : escapeLiteral(comment)}`;
