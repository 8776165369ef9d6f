import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

export interface MigrationEntry {
  tag: string;
  /** SHA-256 of the SQL file as Drizzle records it; null where the journal names a file that is not there. */
  hash: string | null;
  /** Milliseconds since 1970. */
  when: number;
}

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) });

/** Where the SQL files are: beside the application, in a source tree as in a standalone server. */
export function migrationsFolder(): string {
  return path.join(/* turbopackIgnore: true */ process.cwd(), 'drizzle');
}

/** The migrations that this version of the app brings along, oldest first. Throws where there is no journal. */
export async function readMigrationJournal(folder = migrationsFolder()): Promise<MigrationEntry[]> {
  const text = await readFile(path.join(folder, 'meta', '_journal.json'), 'utf8');
  const { entries } = journalSchema.parse(JSON.parse(text));
  return Promise.all(entries.map(async ({ tag, when }) => ({ tag, when, hash: await hashOf(folder, tag) })));
}

/** The statements of one migration, as Drizzle tells them apart. Throws where the file is missing. */
export async function readMigrationStatements(tag: string, folder = migrationsFolder()): Promise<string[]> {
  if (!/^[\w.-]+$/.test(tag)) throw new Error(`"${tag}" is not the name of a migration.`);
  return (await readFile(path.join(folder, `${tag}.sql`), 'utf8')).split('--> statement-breakpoint');
}

/** Every SQL file beside the journal, named by it or not, by name. None where there is no such folder. */
export async function readMigrationFiles(
  folder = migrationsFolder(),
): Promise<{ tag: string; hash: string; bytes: number }[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  });
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (name) => {
      const content = await readFile(path.join(folder, name));
      const hash = createHash('sha256').update(content).digest('hex');
      return { tag: name.slice(0, -'.sql'.length), hash, bytes: content.length };
    }),
  );
}

async function hashOf(folder: string, tag: string): Promise<string | null> {
  try {
    const sql = await readFile(path.join(folder, `${tag}.sql`), 'utf8');
    return createHash('sha256').update(sql).digest('hex');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
