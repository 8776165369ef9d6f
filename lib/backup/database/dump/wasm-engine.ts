import type { DumpEngine, DumpRequest } from './dump-engine';
import { finishedDump } from './finished-dump';
import { openServerSocket } from './server-socket';
import { loadWasmArtifact, WASM_MAJOR, WASM_VERSION } from './wasm-artifact';
import { WasmSession } from './wasm-session';

export interface WasmEngineOptions {
  /** Folder of pg_dump.wasm and pg_dump.cjs, where they are not in node_modules of this directory. */
  packageDirectory?: string;
}

async function* runDump(options: WasmEngineOptions, request: DumpRequest): AsyncGenerator<Buffer> {
  const artifact = loadWasmArtifact(options.packageDirectory);
  const server = await openServerSocket(request.target, { signal: request.signal });
  yield* new WasmSession(artifact, server, request).pieces();
}

/**
 * Real pg_dump in WebAssembly over a connection of ours: needs no binary. For servers up to its own major. Constructing
 * it reads nothing; a dump throws UNSUPPORTED where the package is missing or changed.
 */
export function createWasmEngine(options: WasmEngineOptions = {}): DumpEngine {
  return {
    name: 'wasm',
    version: WASM_VERSION,
    major: WASM_MAJOR,
    dump: (request) => finishedDump(runDump(options, request), request),
  };
}
