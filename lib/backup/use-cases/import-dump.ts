import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { BackupContext } from '../context';
import { findNativeTools } from '../database/dump/native-binaries';
import { importDatabase } from '../database/restore/import-database';
import { DIRECTORY_HINT, HEAD_BYTES, peekDump, recogniseDump } from '../database/restore/recognise-dump';
import { AppFailure, failure } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { gunzip } from '../storage/compression';
import type { ImportView } from '../views';
import { nativeSearch } from './prepare-backup';
import { withTarget } from './reach-target';
import { noteAudit } from './record-audit';

export interface ImportRequest {
  /** Path of the file. */
  file: string;
  /** Name of the database to be made. */
  database: string;
  actorName: string;
  signal?: AbortSignal;
  /** Called when the rows of another table begin. */
  onTable?(table: { schema: string; name: string }): void;
}

/** Text packs to a twentieth, an empty table or a very dull one to a hundredth; a thousandth is a trap. */
const MOST_RATIO = 200;
/** Below this much text no ratio is of interest. Bytes. */
const HARMLESS_BYTES = 128_000_000;

/**
 * Loads a dump file made by plain pg_dump, with no manifest, into a new database. Nothing is proven by it and the answer
 * says so. The live database is not touched and need not exist. No psql: its commands are refused. For terminals only.
 * Errors: INVALID_INPUT, NOT_FOUND (file), CONFLICT (database exists), UNSUPPORTED, CORRUPT, DATABASE_DOWN, CANCELLED.
 */
export async function importDump(context: BackupContext, request: ImportRequest): Promise<Result<ImportView>> {
  return attempt(async () => {
    try {
      return await importFile(context, request);
    } catch (thrown) {
      throw ownWords(thrown, request.database);
    }
  });
}

async function importFile(context: BackupContext, request: ImportRequest): Promise<ImportView> {
  const bytes = await sizeOf(request.file);
  const opened = await openFile(request.file);
  try {
    return await importOpened(context, request, { ...opened, bytes });
  } catch (thrown) {
    throw readingFailure(thrown, request.file);
  } finally {
    await opened.close();
  }
}

async function importOpened(
  context: BackupContext,
  { file: location, database, actorName, signal, onTable }: ImportRequest,
  { kind, gzip, dump, bytes }: OpenedFile & { bytes: number },
): Promise<ImportView> {
  const { host, clock } = context;
  const file = path.basename(location);
  const server = await withTarget(context, async (reached) => reached.server);
  host.log.info('A dump file is imported.', { file, database, by: actorName });
  const imported = await importDatabase({
    server,
    id: newId(clock.now()),
    name: database,
    comment: `Imported, unproven: ${file}, ${clock.now().toISOString()}, by ${actorName}`,
    kind,
    dump,
    maxPlainBytes: Math.max(HARMLESS_BYTES, bytes * MOST_RATIO),
    nativeTools: await findNativeTools(nativeSearch(context)),
    signal,
    onTable,
  });
  const rows = imported.tables.reduce((sum, table) => sum + table.rows, 0);
  host.log.info('A dump file was imported; nothing is proven by it.', { file, database, rows });
  await noteAudit(context, {
    act: 'dump.import',
    subject: database,
    actor: { id: null, name: actorName },
    from: 'cli',
    detail: { file, bytes, rows },
  });
  return { database, file, format: kind, gzip, bytes, ...imported, rows, unproven: true };
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((cause: unknown) => {
    throw failure('NOT_FOUND', `There is no file ${file} that can be read.`, { hint: 'Check the path.', cause });
  });
  if (found.isDirectory()) {
    throw failure('UNSUPPORTED', 'This is a directory, as pg_dump -Fd makes it.', { hint: DIRECTORY_HINT });
  }
  if (!found.isFile()) throw failure('INVALID_INPUT', `${file} is not a file.`, { hint: 'Name a dump file.' });
  return found.size;
}

interface OpenedFile {
  kind: 'custom' | 'sql';
  gzip: boolean;
  dump: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** The dump behind at most one layer of gzip. What it is decides its bytes, not its name. */
async function openFile(file: string): Promise<OpenedFile> {
  const source = createReadStream(file, { highWaterMark: HEAD_BYTES });
  let close = async () => {
    source.destroy();
  };
  try {
    const outer = await peekDump(source);
    const kind = recogniseDump(outer.head);
    if (kind !== 'gzip') return { kind, gzip: false, dump: outer.whole, close };
    // How much may come out is watched where the text is read, for archives too.
    const inner = await peekDump(gunzip(outer.whole, { maxPlainBytes: Number.MAX_SAFE_INTEGER }));
    const destroy = close;
    close = async () => {
      await inner.close();
      await destroy();
    };
    const packed = recogniseDump(inner.head);
    if (packed !== 'gzip') return { kind: packed, gzip: true, dump: inner.whole, close };
    throw failure('UNSUPPORTED', 'The file is packed twice.', { hint: 'Unpack it once: gunzip FILE' });
  } catch (thrown) {
    await close();
    throw readingFailure(thrown, file);
  }
}

function readingFailure(thrown: unknown, file: string): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!/^E[A-Z]+$/.test(code)) return thrown;
  const hint = 'Check that this user may read it and that the disk is sound.';
  return failure('INVALID_INPUT', `${file} cannot be read (${code}).`, { hint, cause: thrown });
}

/** The loader speaks of backups; who imports has a file of somebody else, and another next step. */
function ownWords(thrown: unknown, database: string): unknown {
  if (!(thrown instanceof AppFailure) || thrown.error.code !== 'CORRUPT') return thrown;
  const message = thrown.error.message.replace(/^The backup cannot be restored/, 'The dump cannot be loaded');
  return new AppFailure(
    {
      ...thrown.error,
      message,
      hint: `Copy the file again, or make it again with: pg_dump -Fc -f site.dump. No database ${database} was made.`,
    },
    { cause: thrown.cause },
  );
}
