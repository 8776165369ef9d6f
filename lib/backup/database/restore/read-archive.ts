import { pipeline } from 'node:stream/promises';
import { AppFailure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { cancelled } from '../open-client';
import { type Decoder, startDecoder } from './load-decoder';

export interface ArchiveReading {
  /** The SQL text. Ends only after exit code 0 without an error line; throws AppFailure otherwise. */
  sql: AsyncIterable<Uint8Array>;
  /** Ends the process, whatever its state. Safe to call twice. */
  close(): Promise<void>;
}

export interface ArchiveReadingOptions {
  pgRestore: { path: string };
  signal?: AbortSignal | undefined;
  /** Rows of these tables alone. pg_restore takes names without a schema: a namesake may come along. */
  onlyTables?: readonly TableName[] | undefined;
  /** The definitions before or behind the rows alone, for which the head of the archive is enough. */
  section?: 'pre-data' | 'post-data';
}

const onlyRowsOf = (tables: readonly TableName[] = []): string[] =>
  tables.length === 0 ? [] : ['--data-only', ...tables.map(({ name }) => `--table=${name}`)];

/**
 * Turns a custom archive into SQL text with pg_restore, from pipe to pipe, in constant memory. The process connects to
 * nothing and gets no credentials: it is a decoder, and the loader is the only one that talks to the server.
 */
export function readArchive(
  source: AsyncIterable<Uint8Array>,
  { pgRestore, signal, onlyTables, section }: ArchiveReadingOptions,
): ArchiveReading {
  let decoder: Decoder | null = null;

  // The process starts with the first read: Node drops the output of a process that ends before anybody reads it.
  async function* read(): AsyncGenerator<Uint8Array> {
    if (signal?.aborted) throw cancelled();
    decoder = startDecoder(pgRestore.path, section ? [`--section=${section}`] : onlyRowsOf(onlyTables));
    const { input, output, close } = decoder;
    // A pipe that breaks because the process has ended is told by how it ended.
    const fed = pipeline(source, input).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    const onAbort = () => void close();
    signal?.addEventListener('abort', onAbort, { once: true });
    const broken = async () => {
      if (signal?.aborted) return cancelled();
      const thrown = await fed;
      return thrown instanceof AppFailure ? thrown : null;
    };
    try {
      yield* output(broken);
      if (signal?.aborted) throw cancelled();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await close();
    }
  }
  return {
    sql: read(),
    close: async () => {
      await decoder?.close();
    },
  };
}
