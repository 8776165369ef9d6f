import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { AppFailure } from '../../kernel/app-error';
import type { TableName } from '../connection-target';
import { cancelled } from '../open-client';
import { type Decoder, startDecoder } from './load-decoder';

export interface ArchiveReading {
  /** The SQL text. Ends only after exit code 0 without an error line; throws AppFailure otherwise. */
  sql: AsyncIterable<Uint8Array>;
  /**
   * With `split`: what stands behind the rows, available as soon as the head of the archive is read. To be read beside
   * `sql`, which then holds the rest.
   */
  postData?: AsyncIterable<Uint8Array>;
  /** Ends the processes, whatever their state. Safe to call twice. */
  close(): Promise<void>;
}

export interface ArchiveReadingOptions {
  pgRestore: { path: string };
  signal?: AbortSignal | undefined;
  /** In two parts, so that indexes can be made while rows are still read: the options of a private load. */
  split?: boolean;
  /** Rows of these tables alone, not with `split`. pg_restore takes names without a schema: a namesake may come along. */
  onlyTables?: readonly TableName[] | undefined;
}

const onlyRowsOf = (tables: readonly TableName[] = []): string[] =>
  tables.length === 0 ? [] : ['--data-only', ...tables.map(({ name }) => `--table=${name}`)];

/** An archive begins with its table of contents, definitions included: a reader of those needs no more than the head. */
async function* headFor(decoder: Decoder, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    if (!decoder.hasAnswered() && !decoder.input.write(chunk)) {
      const drained = once(decoder.input, 'drain').catch(() => undefined);
      await Promise.race([drained, decoder.answered]);
    }
    yield chunk;
  }
  decoder.input.end();
}

/**
 * Turns a custom archive into SQL text with pg_restore, from pipe to pipe, in constant memory. The process connects to
 * nothing and gets no credentials: it is a decoder, and the loader is the only one that talks to the server.
 */
export function readArchive(
  source: AsyncIterable<Uint8Array>,
  { pgRestore, signal, split = false, onlyTables }: ArchiveReadingOptions,
): ArchiveReading {
  let started: { decoders: Decoder[]; fed: Promise<unknown> } | null = null;

  // The processes start with the first read: Node drops the output of a process that ends before anybody reads it.
  const start = () => {
    if (signal?.aborted) throw cancelled();
    if (started) return started;
    const main = startDecoder(
      pgRestore.path,
      split ? ['--section=pre-data', '--section=data'] : onlyRowsOf(onlyTables),
    );
    const second = split ? [startDecoder(pgRestore.path, ['--section=post-data'])] : [];
    const input = second.reduce<AsyncIterable<Uint8Array>>((rest, decoder) => headFor(decoder, rest), source);
    const fed = pipeline(input, main.input).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    started = { decoders: [main, ...second], fed };
    return started;
  };
  const close = async () => {
    await Promise.all((started?.decoders ?? []).map((decoder) => decoder.close()));
  };
  async function* read(part: number): AsyncGenerator<Uint8Array> {
    const { decoders, fed } = start();
    const decoder = decoders[part];
    if (!decoder) throw new Error('This part of an archive is not read apart.');
    const onAbort = () => void decoder.close();
    signal?.addEventListener('abort', onAbort, { once: true });
    const broken = async () => {
      if (signal?.aborted) return cancelled();
      const thrown = await fed;
      return thrown instanceof AppFailure ? thrown : null;
    };
    try {
      yield* decoder.output(broken);
      if (signal?.aborted) throw cancelled();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await decoder.close();
    }
  }
  return { sql: read(0), ...(split && { postData: read(1) }), close };
}
