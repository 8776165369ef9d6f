import type { Worker } from 'node:worker_threads';
import { AppFailure, failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { cancelled } from '../open-client';
import { cancelBackend } from './cancel-backend';
import { dumpArguments } from './dump-arguments';
import { DumpDiary } from './dump-diary';
import type { DumpRequest } from './dump-engine';
import { dumpFailure } from './dump-failure';
import { PieceQueue } from './piece-queue';
import { QueryRewriter } from './query-rewriter';
import { ServerBytes } from './server-bytes';
import type { ServerSocket } from './server-socket';
import { SignInFilter } from './sign-in-filter';
import { startWasmWorker, WASM_MAJOR, type WasmArtifact } from './wasm-artifact';
import type { WorkerMessage } from './wasm-worker-source';

/** Dump bytes that may wait for the consumer. */
const OUTPUT_HIGH_WATER = 1 << 20;

/** libpq dials nothing: the address only keeps it from looking a name up. The password goes by the worker's environment. */
function connectionArgument({ host, port, user, database }: ConnectionTarget): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const name = host.startsWith('/') ? 'localhost' : host;
  const words = { host: name, hostaddr: '127.0.0.1', port: String(port), user, dbname: database };
  const all = { ...words, application_name: 'backup pg_dump' };
  return Object.entries(all)
    .map(([word, value]) => `${word}=${quote(value)}`)
    .join(' ');
}

/** The runtime copies one byte of each character into the environment: so each character has to be one UTF-8 byte. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1');

/** One run of pg_dump in a worker, joined to its connection. */
export class WasmSession {
  readonly #request: DumpRequest;
  readonly #server: ServerSocket;
  readonly #bytes: ServerBytes;
  readonly #filter: SignInFilter;
  readonly #rewriter = new QueryRewriter();
  readonly #queue = new PieceQueue();
  readonly #diary: DumpDiary;
  readonly #worker: Worker;
  readonly #onAbort = () => this.#fail(cancelled());
  #finished = false;
  #closing: Promise<void> | null = null;

  constructor(artifact: WasmArtifact, server: ServerSocket, request: DumpRequest) {
    this.#request = request;
    this.#server = server;
    this.#bytes = new ServerBytes(server.socket);
    this.#filter = new SignInFilter(server.confidential);
    this.#diary = new DumpDiary(request.target.password, (table) => request.onTable(table));
    const { controlBuffer, ringBuffer } = this.#bytes;
    this.#worker = startWasmWorker(artifact, {
      controlBuffer,
      ringBuffer,
      outputHighWater: OUTPUT_HIGH_WATER,
      environment: { PGPASSWORD: asBytes(request.target.password), PGSSLMODE: 'disable', PGGSSENCMODE: 'disable' },
      args: ['-d', connectionArgument(request.target), ...dumpArguments(request, WASM_MAJOR)],
    });
    this.#worker.on('message', (message: WorkerMessage) => this.#onMessage(message));
    this.#worker.on('error', (thrown) => this.#fail(dumpFailure(this.#diary.text, `broke: ${thrown.message}`)));
    this.#worker.on('exit', () => this.#fail(dumpFailure(this.#diary.text, 'ended before its dump')));
    const { socket } = server;
    socket.on('data', (chunk: Buffer) => this.#onServerBytes(chunk));
    for (const event of ['end', 'close', 'error'] as const) socket.on(event, () => this.#bytes.end());
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
    if (request.signal.aborted) this.#onAbort();
    socket.resume();
  }

  /** The dump, to its end or to an AppFailure. Leaving it early ends worker and connection. */
  async *pieces(): AsyncGenerator<Buffer> {
    try {
      for (let piece = await this.#queue.take(); piece; piece = await this.#queue.take()) {
        yield piece;
        this.#bytes.acknowledgeDump(piece.length);
      }
    } finally {
      await this.#close();
    }
  }

  #onServerBytes(chunk: Buffer): void {
    const passed = this.#filter.pass(chunk);
    if (passed instanceof AppFailure) this.#fail(passed);
    else this.#bytes.write(passed);
  }

  #onMessage(message: WorkerMessage): void {
    if (message.kind === 'dump') this.#queue.push(Buffer.from(message.bytes.buffer));
    else if (message.kind === 'room') this.#bytes.resume();
    else if (message.kind === 'words') this.#diary.line(message.line);
    else if (message.kind === 'exit') this.#onExit(message.code);
    else for (const query of this.#rewriter.push(Buffer.from(message.bytes.buffer))) this.#server.socket.write(query);
  }

  #onExit(code: number): void {
    this.#finished = true;
    if (code !== 0 || this.#diary.hasError) this.#fail(dumpFailure(this.#diary.text, `ended with exit code ${code}`));
    else if (this.#rewriter.lockedTables && !this.#rewriter.rewroteColumns) this.#fail(this.#unknownQuery());
    else this.#queue.end();
  }

  #unknownQuery(): AppFailure {
    return failure('UNSUPPORTED', 'The built-in pg_dump reads column options in a way that this app does not know.', {
      hint: 'Install the PostgreSQL client tools and choose the native engine.',
      details: { reason: 'column-options' },
    });
  }

  /** Ends everything at once; the reader learns the reason with its next piece. */
  #fail(reason: AppFailure): void {
    this.#queue.fail(reason);
    void this.#close();
  }

  #close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#bytes.end();
    this.#server.socket.destroy();
    const key = this.#finished ? null : this.#filter.cancelKey;
    await Promise.all([this.#worker.terminate(), key ? cancelBackend(this.#request.target, key) : null]);
  }
}
