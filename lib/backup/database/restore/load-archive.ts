import type { Client } from 'pg';
import type { ConnectionTarget } from '../connection-target';
import { ByteWindow } from './byte-window';
import { type ArchiveHead, readArchiveHead } from './load-archive-head';
import { readArchiveRows } from './load-archive-rows';
import { loadInto } from './load-into';
import type { LoadOptions, LoadSummary, PrivateLoadOptions } from './load-options';
import { loadPrivate } from './load-private';
import { loadSql } from './load-sql';
import { readArchive } from './read-archive';
import { type DumpPart, readDump } from './read-dump';

export interface ArchiveTool {
  pgRestore: { path: string; major: number };
}

/**
 * Loads a custom archive: pg_restore decodes it, `loadSql` loads it. So both formats have one set of refusals, progress by
 * table and failures that name the table. pg_restore sees no credentials. With `privateDatabase` the rows of most archives
 * are decoded here, and indexes are made while later tables are read.
 * Throws AppFailure as `loadSql` does, UNSUPPORTED also where pg_restore is too old for the archive.
 */
export async function loadArchive(
  target: ConnectionTarget,
  source: AsyncIterable<Uint8Array>,
  { pgRestore, ...options }: PrivateLoadOptions & ArchiveTool,
): Promise<LoadSummary> {
  const { signal, privateDatabase } = options;
  const stop = new AbortController();
  const window = new ByteWindow(source, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
  try {
    const head = privateDatabase ? await readArchiveHead(window) : null;
    if (head) return await loadRowsFromArchive(target, window, head, stop, { pgRestore, ...options });
    const archive = readArchive(window.rest(), { pgRestore, signal });
    return await loadSql(target, archive.sql, options).finally(archive.close);
  } finally {
    window.close();
  }
}

async function loadRowsFromArchive(
  target: ConnectionTarget,
  window: ByteWindow,
  head: ArchiveHead,
  stop: AbortController,
  { pgRestore, ...options }: PrivateLoadOptions & ArchiveTool,
): Promise<LoadSummary> {
  const { signal } = options;
  const front = readArchive(onlyChunk(head.bytes), { pgRestore, signal, section: 'pre-data' });
  const back = readArchive(onlyChunk(head.bytes), { pgRestore, signal, section: 'post-data' });
  const parts = async function* (ended: AbortSignal): AsyncGenerator<DumpPart> {
    ended.addEventListener('abort', () => stop.abort(ended.reason), { once: true });
    yield* readDump(front.sql, ended);
    yield* readArchiveRows(window, head, ended);
  };
  try {
    return await loadPrivate(target, parts, { ...options, postData: back.sql });
  } finally {
    await front.close();
    await back.close();
  }
}

async function* onlyChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The same on the caller's connection and in the caller's transaction, as `loadInto`. */
export async function loadArchiveInto(
  client: Client,
  source: AsyncIterable<Uint8Array>,
  { pgRestore, ...options }: LoadOptions & ArchiveTool,
): Promise<LoadSummary> {
  const archive = readArchive(source, { pgRestore, signal: options.signal });
  try {
    return await loadInto(client, archive.sql, options);
  } finally {
    await archive.close();
  }
}
