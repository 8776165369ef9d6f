import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { findNativeTools } from '@/lib/backup/database/dump/native-binaries';
import type { TestDatabase } from './postgres';

const run = promisify(execFile);

export const nativeTools = await findNativeTools({
  pathVariable: process.env.PATH ?? '',
  pgBinDirectories: (process.env.PG_BIN_DIR ?? '').split(path.delimiter).filter(Boolean),
});

/** The oldest native tool of at least this major: what an admin of that server would have at hand. */
export const nativeTool = (name: 'pg_dump' | 'pg_restore', major: number) =>
  nativeTools
    .filter((tool) => tool.name === name && tool.major >= major)
    .sort((left, right) => left.major - right.major)[0];

/** The newest tool: it reads what any older pg_dump has written. */
export const newestNativeTool = (name: 'pg_dump' | 'pg_restore') =>
  nativeTools.filter((tool) => tool.name === name).sort((left, right) => right.major - left.major)[0];

/** psql lies beside pg_restore in every distribution; any major reads plain dumps. */
export const psqlPath = nativeTools[0] ? path.join(path.dirname(nativeTools[0].path), 'psql') : null;

const environment = ({ server, name }: TestDatabase): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  PATH: process.env.PATH,
  LC_ALL: 'C',
  PGHOST: server.host,
  PGPORT: String(server.port),
  PGUSER: server.user,
  PGPASSWORD: server.password,
  PGDATABASE: name,
});

/** What pg_restore 17 and newer say to an older server, before anything else and without consequence. */
const UNKNOWN_SETTING =
  /^pg_restore: error: could not execute query: ERROR: {2}unrecognized configuration parameter "transaction_timeout"\nCommand was: SET transaction_timeout = 0;\s+pg_restore: warning: errors ignored on restore: 1$/;

/** The guide's own command, made strict: pg_restore into an empty database. Any error line fails, but for the one above. */
export async function restoreArchive(
  file: string,
  into: TestDatabase,
  tool: { path: string; major: number },
): Promise<void> {
  const speaksTooNew = tool.major >= 17 && into.server.major < 17;
  const strict = speaksTooNew ? [] : ['--exit-on-error'];
  const options = { env: environment(into) };
  const { stderr } = await run(tool.path, [...strict, '--no-owner', '-d', into.name, file], options).catch(
    (thrown: unknown) => {
      if (speaksTooNew && thrown instanceof Error && 'stderr' in thrown) return { stderr: String(thrown.stderr) };
      throw thrown;
    },
  );
  if (stderr.trim() && !(speaksTooNew && UNKNOWN_SETTING.test(stderr.trim()))) throw new Error(stderr);
}

/** `psql < dump.sql` or `gunzip -c dump.sql.gz | psql`, stopping at the first error. */
export async function restoreWithPsql(file: string, into: TestDatabase, psql: string): Promise<void> {
  const child = execFile(psql, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null'], { env: environment(into) });
  const errors: string[] = [];
  child.stderr?.on('data', (text) => errors.push(String(text)));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!child.stdin) throw new Error('psql has no standard input.');
  const source = createReadStream(file);
  if (file.endsWith('.gz')) await pipeline(source, createGunzip(), child.stdin);
  else await pipeline(source, child.stdin);
  if ((await exited) !== 0) throw new Error(errors.join(''));
}
